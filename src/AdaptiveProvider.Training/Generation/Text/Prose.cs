using System.Text;

namespace AdaptiveProvider.Training.Generation.Text;

/// <summary>Small rules of written English: articles, capitals, plurals, lists and spaces.</summary>
public static class Prose
{
    private static readonly string[] VowelLetterConsonantSound = ["uni", "use", "usu", "uti", "eu", "one", "once", "ufo", "uku"];
    private static readonly string[] VowelSoundExceptions = ["unim", "unin", "unid"];
    private static readonly string[] SilentAitch = ["hour", "honest", "honour", "honor", "heir"];

    /// <summary>The word with "a" or "an" before it, by its first sound.</summary>
    public static string WithArticle(string word) => StartsWithVowelSound(word) ? "an " + word : "a " + word;

    /// <summary>Whether "an" goes before the word.</summary>
    public static bool StartsWithVowelSound(string word)
    {
        string lower = word.ToLowerInvariant();
        if (SilentAitch.Any(start => lower.StartsWith(start, StringComparison.Ordinal)))
        {
            return true;
        }

        return lower.Length > 0 && "aeiou".Contains(lower[0])
            && (!VowelLetterConsonantSound.Any(start => lower.StartsWith(start, StringComparison.Ordinal))
                || VowelSoundExceptions.Any(start => lower.StartsWith(start, StringComparison.Ordinal)));
    }

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Capitalise(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The items as "one", "one and two" or "one, two and three".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
    };

    /// <summary>The count and the noun, in the singular for one: "1 apple", "3 apples".</summary>
    public static string Count(int count, string singular) => $"{count} {(count == 1 ? singular : Plural(singular))}";

    /// <summary>The regular plural, and the irregular ones that the word lists use.</summary>
    public static string Plural(string noun) => noun switch
    {
        "mouse" => "mice",
        "goose" => "geese",
        "fish" or "sheep" or "deer" => noun,
        "wolf" => "wolves",
        "leaf" => "leaves",
        "child" => "children",
        _ when noun.EndsWith('y') && !"aeiou".Contains(noun[^2]) => noun[..^1] + "ies",
        _ when noun.EndsWith('s') || noun.EndsWith('x') || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal) => noun + "es",
        _ => noun + "s",
    };

    /// <summary>Removes doubled spaces, spaces before punctuation and at the ends.</summary>
    public static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            bool afterSpace = tidy.Length > 0 && tidy[^1] is ' ' or '\n' || tidy.Length == 0;
            if (letter == ' ' && afterSpace)
            {
                continue;
            }

            if (letter is '.' or ',' or '!' or '?' or ';' && tidy.Length > 0 && tidy[^1] == ' ' && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])))
            {
                tidy.Length--;
            }

            tidy.Append(letter);
        }

        return tidy.ToString().Trim();
    }
}
