using System.Collections.Immutable;
using System.Text;
using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Builds the pre-tokenizer that a tokenizer.json describes.</summary>
internal static class PreTokenizerReader
{
    private const int ByteLevelMax = 2;
    private const string Supported =
        "ByteLevel, Split, Digits, Metaspace, Whitespace, WhitespaceSplit, Punctuation and Sequence";

    /// <summary>The pre-tokenizers in order; empty when the file has none.</summary>
    public static ImmutableArray<PreTokenizer> Read(JsonField? field)
    {
        ImmutableArray<PreTokenizer> steps = [.. ComponentList.Flatten(field, "pretokenizers").Select(ReadOne)];
        return steps.Count(step => step is ByteLevelPreTokenizer) <= ByteLevelMax
            ? steps
            : throw field!.Value.Fault($"more than {ByteLevelMax} ByteLevel, each of which multiplies a text's length, are not supported.");
    }

    private static PreTokenizer ReadOne(JsonField field) => field.TypeName switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(field.FindBoolean("add_prefix_space", true), field.FindBoolean("use_regex", true)),
        "Split" => SplitPreTokenizer.Read(field),
        "Digits" => new CharacterPreTokenizer(
            CharacterPreTokenizer.IsNumeric,
            field.FindBoolean("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Metaspace" => MetaspacePreTokenizer.Read(field),
        "Whitespace" => new SplitPreTokenizer(RegexPattern.Create(@"\w+|[^\w\s]+", field.Fault), SplitBehavior.Removed, invert: true),
        "WhitespaceSplit" => new CharacterPreTokenizer(Rune.IsWhiteSpace, SplitBehavior.Removed),
        "Punctuation" => new CharacterPreTokenizer(
            CharacterPreTokenizer.IsPunctuation,
            field.Find("behavior") is { } behavior ? SplitPreTokenizer.ReadBehavior(behavior) : SplitBehavior.Isolated),
        _ => throw field.Unsupported("the pre-tokenizer", Supported),
    };
}
