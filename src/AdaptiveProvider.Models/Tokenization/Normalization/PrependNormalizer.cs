namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Puts a string before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    public override double Growth => prefix.Length + 1;

    public override string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
