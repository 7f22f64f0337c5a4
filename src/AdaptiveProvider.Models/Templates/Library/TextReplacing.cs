using System.Text;
using AdaptiveProvider.Models.Templates.Rendering;
using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Library;

/// <summary>Python's <c>replace</c> and <c>count</c>; the size of the result is known before it is made.</summary>
internal static class TextReplacing
{
    /// <summary>Replaces the first occurrences, at most <paramref name="count"/> (negative: all).</summary>
    public static string Replace(string text, string old, string replacement, int count, RenderBudget budget)
    {
        var found = Count(text, old, budget);
        var replaced = count < 0 ? found : Math.Min(found, count);
        budget.Step(replaced);
        budget.Reserve(text.Length + ((long)replaced * (replacement.Length - old.Length)));
        var output = new StringBuilder();
        var start = 0;
        for (var i = 0; i < replaced; i++)
        {
            var at = old.Length > 0 ? text.IndexOf(old, start, StringComparison.Ordinal) : i == 0 ? 0 : start + CodePoints.Offset(text.Substring(start, Math.Min(2, text.Length - start)), 1);
            output.Append(text, start, at - start).Append(replacement);
            start = at + old.Length;
        }

        return output.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>How often a text occurs without overlap; the empty one occurs around every code point.</summary>
    public static int Count(string text, string part, RenderBudget budget)
    {
        budget.Search(text, part);
        if (part.Length == 0)
        {
            return CodePoints.Count(text) + 1;
        }

        var count = 0;
        for (var at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
        {
            count++;
        }

        budget.Step(count);
        return count;
    }
}
