using System.Collections.Immutable;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Builds the normalizer that a tokenizer.json describes.</summary>
internal static class NormalizerReader
{
    private const double GrowthMax = 1_024;
    private const string Supported = "NFC, NFD, NFKC, NFKD, Prepend, Replace, Lowercase, Strip, StripAccents and Sequence";

    /// <summary>The normalizers in order; empty when the file has none.</summary>
    public static ImmutableArray<Normalizer> Read(JsonField? field)
    {
        ImmutableArray<Normalizer> steps = [.. ComponentList.Flatten(field, "normalizers").Select(ReadOne)];
        var growth = steps.Aggregate(1.0, (product, step) => product * step.Growth);
        return growth <= GrowthMax
            ? steps
            : throw field!.Value.Fault($"the replacements multiply a text's length by up to {growth:F0}; at most {GrowthMax:F0} is supported.");
    }

    private static Normalizer ReadOne(JsonField field) => field.TypeName switch
    {
        "NFC" => new UnicodeNormalizer(NormalizationForm.FormC),
        "NFD" => new UnicodeNormalizer(NormalizationForm.FormD),
        "NFKC" => new UnicodeNormalizer(NormalizationForm.FormKC),
        "NFKD" => new UnicodeNormalizer(NormalizationForm.FormKD),
        "Prepend" => new PrependNormalizer(field["prepend"].AsString()),
        "Replace" => ReplaceNormalizer.Read(field),
        "Lowercase" => new LowercaseNormalizer(),
        "Strip" => new StripNormalizer(field.FindBoolean("strip_left", true), field.FindBoolean("strip_right", true)),
        "StripAccents" => new StripAccentsNormalizer(),
        _ => throw field.Unsupported("the normalizer", Supported),
    };
}
