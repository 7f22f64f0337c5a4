using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Python's <c>split</c>, <c>rsplit</c>, <c>partition</c> and <c>splitlines</c>; a null separator is runs of white space.</summary>
internal static class TextSplitting
{
    public static List<string> Split(string text, string? separator, int splitsMax, RenderBudget budget)
    {
        Account(text, separator, budget);
        splitsMax = splitsMax < 0 ? int.MaxValue : splitsMax;
        return separator is null ? SplitSpaces(text, splitsMax, budget) : SplitAt(text, separator, splitsMax, budget);
    }

    public static List<string> SplitFromEnd(string text, string? separator, int splitsMax, RenderBudget budget)
    {
        if (splitsMax < 0)
        {
            return Split(text, separator, splitsMax, budget);
        }

        Account(text, separator, budget);
        var parts = new List<string>();
        var end = separator is null ? TrimmedEnd(text, text.Length) : text.Length;
        while (parts.Count < splitsMax && (end > 0 || separator is not null))
        {
            budget.Step();
            budget.Size(parts.Count);
            var at = separator is null ? LastSpace(text, end) : text.AsSpan(0, end).LastIndexOf(separator);
            if (at < 0)
            {
                break;
            }

            parts.Add(text[(at + (separator?.Length ?? 1))..end]);
            end = separator is null ? TrimmedEnd(text, at) : at;
        }

        if (separator is not null || end > 0)
        {
            parts.Add(text[..end]);
        }

        parts.Reverse();
        return parts;
    }

    public static List<string> Lines(string text, bool keepsEnds, RenderBudget budget)
    {
        Account(text, null, budget);
        return PythonCharacters.Lines(text, keepsEnds, budget);
    }

    public static SequenceValue Partition(string text, string separator, bool fromEnd, RenderBudget budget)
    {
        Account(text, separator, budget);
        var at = fromEnd ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        var (before, middle, after) = at >= 0
            ? (text[..at], separator, text[(at + separator.Length)..])
            : fromEnd ? ("", "", text) : (text, "", "");
        return SequenceValue.Tuple(new StringValue(before), new StringValue(middle), new StringValue(after));
    }

    private static void Account(string text, string? separator, RenderBudget budget)
    {
        budget.Search(text, separator ?? " ");
        budget.Reserve(text.Length);
    }

    private static List<string> SplitSpaces(string text, int splitsMax, RenderBudget budget)
    {
        var parts = new List<string>();
        for (var at = SkipSpaces(text, 0); at < text.Length;)
        {
            budget.Step();
            budget.Size(parts.Count);
            var end = at;
            while (end < text.Length && (parts.Count >= splitsMax || !PythonCharacters.IsSpace(text[end])))
            {
                end++;
            }

            parts.Add(text[at..end]);
            at = SkipSpaces(text, end);
        }

        return parts;
    }

    private static List<string> SplitAt(string text, string separator, int splitsMax, RenderBudget budget)
    {
        var parts = new List<string>();
        var start = 0;
        while (parts.Count < splitsMax)
        {
            var at = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            budget.Step();
            budget.Size(parts.Count);
            parts.Add(text[start..at]);
            start = at + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && PythonCharacters.IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int TrimmedEnd(string text, int end)
    {
        while (end > 0 && PythonCharacters.IsSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int LastSpace(string text, int end)
    {
        var at = end - 1;
        while (at >= 0 && !PythonCharacters.IsSpace(text[at]))
        {
            at--;
        }

        return at;
    }
}
