using System.Buffers;
using System.Globalization;
using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's classes and cases of characters.</summary>
internal static class PythonCharacters
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <summary>White space as <c>str.strip()</c> and <c>str.split()</c> see it.</summary>
    public static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is >= '\x1c' and <= '\x1f';

    public static bool IsCased(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    /// <summary>True when the text has cased characters and they all are of one case.</summary>
    public static bool IsUniform(string text, bool isUpper)
    {
        var cased = text.EnumerateRunes().Where(IsCased).ToList();
        return cased.Count > 0 && cased.TrueForAll(isUpper ? Rune.IsUpper : Rune.IsLower);
    }

    /// <summary>True when the text is not empty and every character passes.</summary>
    public static bool All(string text, Func<Rune, bool> test) => text.Length > 0 && text.EnumerateRunes().All(test);

    public static string Capitalize(string text)
    {
        var first = CodePoints.Offset(text, 1);
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }

    /// <summary>Upper case for letters that follow no letter, lower case for the others (<c>str.title</c>).</summary>
    public static string Title(string text)
    {
        var builder = new StringBuilder(text.Length);
        var isInWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append((isInWord ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString());
            isInWord = IsCased(rune);
        }

        return builder.ToString();
    }

    public static string SwapCase(string text)
        => string.Concat(text.EnumerateRunes().Select(rune => (Rune.IsUpper(rune) ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString()));

    /// <summary>Removes white space, or any of the given characters, from the ends.</summary>
    public static string Strip(string text, string? characters, bool atStart, bool atEnd)
    {
        var (start, end) = (0, text.Length);
        while (atStart && start < end && IsStripped(text[start]))
        {
            start++;
        }

        while (atEnd && end > start && IsStripped(text[end - 1]))
        {
            end--;
        }

        return text[start..end];

        bool IsStripped(char unit) => characters is null ? IsSpace(unit) : characters.Contains(unit, StringComparison.Ordinal);
    }

    /// <summary>The lines of a text at every line boundary that Python knows.</summary>
    public static List<string> Lines(string text, bool keepsEnds, RenderBudget budget)
    {
        budget.Elements(text.AsSpan().CountAny(LineEnds) + 1);
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(LineEnds);
            var end = length < 0 ? text.Length : start + length;
            var next = end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? end + 2 : Math.Min(end + 1, text.Length);
            lines.Add(text[start..(keepsEnds ? next : end)]);
            start = next;
        }

        return lines;
    }
}
