namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>What a component of a tokenizer.json looks for: a literal string or a regular expression.</summary>
internal abstract class TextPattern
{
    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    public static TextPattern Read(JsonField field)
    {
        if (field.Find("String") is { } literal)
        {
            return new LiteralPattern(literal.AsString());
        }

        if (field.Find("Regex") is { } regex)
        {
            return RegexPattern.Create(regex.AsString(), regex.Fault);
        }

        throw field.Fault("a pattern is an object with either String or Regex.");
    }

    /// <summary>How many characters of output a character of input can become when every match is replaced.</summary>
    public abstract double GrowthWith(string replacement);

    /// <summary>Appends the matches from left to right, none overlapping.</summary>
    public abstract void FindMatches(ReadOnlySpan<char> text, List<Range> matches);

    /// <summary>The text with every match replaced; the same string when there is none.</summary>
    public virtual string Replace(string text, string replacement)
    {
        var matches = new List<Range>();
        FindMatches(text, matches);
        if (matches.Count == 0)
        {
            return text;
        }

        var result = new System.Text.StringBuilder(text.Length);
        var done = 0;
        foreach (var match in matches)
        {
            result.Append(text, done, match.Start.Value - done).Append(replacement);
            done = match.End.Value;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }
}
