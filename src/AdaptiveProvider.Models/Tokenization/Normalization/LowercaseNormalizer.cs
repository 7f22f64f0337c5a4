namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Maps each code point to lower case, whatever stands around it.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    public override double Growth => 2;

    // U+0130 is the one code point whose full lower case is longer than its simple one.
    public override string Normalize(string text)
        => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
}
