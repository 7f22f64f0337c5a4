using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Replaces every match of a pattern by a fixed string.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string replacement) : Normalizer
{
    public override double Growth { get; } = pattern.GrowthWith(replacement);

    public static ReplaceNormalizer Read(JsonField field)
        => new(TextPattern.Read(field["pattern"]), field["content"].AsString());

    public override string Normalize(string text) => pattern.Replace(text, replacement);
}
