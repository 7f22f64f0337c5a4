using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>A stable merge sort whose comparison may fail with its own exception (the framework's sorts wrap it).</summary>
internal static class Sorting
{
    public static T[] Stable<T>(T[] items, Comparison<T> order, RenderBudget budget)
    {
        budget.Elements(items.Length);
        var (from, to) = ((T[])items.Clone(), new T[items.Length]);
        for (long width = 1; width < items.Length; width *= 2)
        {
            budget.Step(items.Length);
            for (long start = 0; start < items.Length; start += 2 * width)
            {
                Merge(from, to, (int)start, (int)Math.Min(start + width, items.Length), (int)Math.Min(start + (2 * width), items.Length), order);
            }

            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge<T>(T[] from, T[] to, int left, int middle, int end, Comparison<T> order)
    {
        var right = middle;
        var first = left;
        for (var at = left; at < end; at++)
        {
            var takesLeft = first < middle && (right >= end || order(from[first], from[right]) <= 0);
            to[at] = takesLeft ? from[first++] : from[right++];
        }
    }
}
