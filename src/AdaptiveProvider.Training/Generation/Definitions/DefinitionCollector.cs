using System.Text.RegularExpressions;
using AdaptiveProvider.Training.Generation.Facts;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>The words that are defined: the most common ones in our own words, others as the dictionary has them.</summary>
internal static partial class DefinitionCollector
{
    private const int LengthMax = 95;

    /// <summary>The definitions in our own words.</summary>
    public static IReadOnlyList<Definition> Own()
        =>
        [
            .. Parse([.. OwnDefinitions.Countable, .. OwnDefinitionsOfNature.Countable, .. OwnDefinitionsOfLife.Countable], WordKind.Countable),
            .. Parse(OwnDefinitions.Mass, WordKind.Mass), .. Parse(OwnDefinitions.Verbs, WordKind.Verb),
            .. Parse(OwnDefinitions.Adjectives, WordKind.Adjective),
        ];

    /// <summary>The definitions of the listed words in their listed category; the first sense that makes a short plain sentence.</summary>
    public static IReadOnlyList<Definition> FromDictionary(FactBook facts)
    {
        var listed = DictionaryWords.ByCategory.SelectMany(item => item.Words.Split(' ').Select(word => (word, item.Category))).ToHashSet();
        return [.. from entry in facts.Dictionary
                   where listed.Contains((entry.Word, entry.Category))
                   let definition = Define(entry)
                   where definition is not null
                   group definition by definition.Word into senses
                   orderby senses.Key
                   select senses.First()];
    }

    private static IEnumerable<Definition> Parse(IEnumerable<string> pairs, WordKind kind)
        => pairs.Select(pair => pair.Split(": ", 2)).Select(pair => new Definition(pair[0], kind, ToSentence(pair[0], kind, pair[1])));

    private static Definition? Define(DictionaryEntry entry)
    {
        string meaning = Prose.Tidy(Parenthesis().Replace(entry.Definition, "").Split(';')[0]);
        bool usable = meaning.Length is > 0 and <= LengthMax && !Unreadable().IsMatch(meaning) && !Regex.IsMatch(meaning, $@"\b{entry.Word}\b", RegexOptions.IgnoreCase);
        return usable && Kind(entry, meaning) is { } kind ? new(entry.Word, kind, ToSentence(entry.Word, kind, meaning)) : null;
    }

    private static WordKind? Kind(DictionaryEntry entry, string meaning) => entry.PartOfSpeech switch
    {
        "n" when !StartsWithArticle().IsMatch(meaning) => null,
        "n" => entry.Word.EndsWith("ness", StringComparison.Ordinal) ? WordKind.Mass : WordKind.Countable,
        "a" or "s" => WordKind.Adjective,
        _ => null,
    };

    private static string ToSentence(string word, WordKind kind, string meaning) => kind switch
    {
        WordKind.Countable => $"{Prose.Capitalise(Prose.WithArticle(word))} is {meaning}.",
        WordKind.Mass => $"{Prose.Capitalise(word)} is {meaning}.",
        WordKind.Verb => $"To {word} means {meaning}.",
        _ => $"{Prose.Capitalise(word)} means {meaning}.",
    };

    [GeneratedRegex(@"\s*\([^)]*\)")]
    private static partial Regex Parenthesis();

    [GeneratedRegex("^(a|an|the|any|one|someone|something) ")]
    private static partial Regex StartsWithArticle();

    [GeneratedRegex(@"[(){}\[\]\d:""`]|\be\.g\.|\betc\b")]
    private static partial Regex Unreadable();
}
