using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's view of a string as code points, over UTF-16.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>One string per code point.</summary>
    public static List<Value> Split(string text, RenderBudget budget)
    {
        budget.Elements(text.Length);
        var points = new List<Value>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var width = UnitsAt(text, i);
            points.Add(new StringValue(text.Substring(i, width)));
            i += width - 1;
        }

        return points;
    }

    /// <summary>The UTF-16 offset of a code point; the length of the text when the index is past the end.</summary>
    public static int Offset(string text, int index)
    {
        var offset = 0;
        for (; index > 0 && offset < text.Length; index--)
        {
            offset += UnitsAt(text, offset);
        }

        return offset;
    }

    /// <summary>Orders by code point: UTF-16 order, but characters beyond the basic plane come last.</summary>
    public static int Compare(string left, string right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] != right[i])
            {
                var isLeftSurrogate = char.IsSurrogate(left[i]);
                return isLeftSurrogate == char.IsSurrogate(right[i]) ? left[i].CompareTo(right[i]) : isLeftSurrogate ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int UnitsAt(string text, int index)
        => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
}
