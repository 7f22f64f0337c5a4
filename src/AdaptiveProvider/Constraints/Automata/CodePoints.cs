namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Sets of Unicode code points as sorted ranges.</summary>
internal static class CodePoints
{
    /// <summary>The last code point.</summary>
    public const int Last = 0x10FFFF;

    /// <summary>All of them.</summary>
    public static (int First, int Last)[] All { get; } = [(0, Last)];

    /// <summary>The same set with sorted ranges that neither overlap nor touch.</summary>
    public static (int First, int Last)[] Normalized(IEnumerable<(int First, int Last)> ranges)
    {
        var result = new List<(int First, int Last)>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (result.Count > 0 && range.First <= result[^1].Last + 1)
            {
                result[^1] = (result[^1].First, Math.Max(result[^1].Last, range.Last));
            }
            else
            {
                result.Add(range);
            }
        }

        return [.. result];
    }

    /// <summary>All others.</summary>
    public static (int First, int Last)[] Complement(IEnumerable<(int First, int Last)> ranges)
    {
        var result = new List<(int First, int Last)>();
        int next = 0;
        foreach (var (first, last) in Normalized(ranges))
        {
            if (first > next)
            {
                result.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            result.Add((next, Last));
        }

        return [.. result];
    }
}
