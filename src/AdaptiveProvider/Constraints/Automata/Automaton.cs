namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A deterministic finite automaton whose start is state 0. From every state an accepting one can be reached, unless it accepts nothing at all.</summary>
/// <param name="edges">[states], sorted by symbol, without overlaps.</param>
/// <param name="accepting">[states].</param>
internal sealed class Automaton(Edge[][] edges, bool[] accepting)
{
    /// <summary>States of an automaton, at most: what patterns, lengths and ranges together may come to.</summary>
    public const int StatesMax = 50_000;

    private Tuple<int, int[]>? _representatives; // of words up to a length

    /// <summary>The transitions of each state.</summary>
    public Edge[][] Edges { get; } = edges;

    /// <summary>Where a word may end.</summary>
    public bool[] Accepting { get; } = accepting;

    /// <summary>True when it accepts no word.</summary>
    public bool IsEmpty => Edges[0].Length == 0 && !Accepting[0];

    /// <summary>The state after a symbol, or -1.</summary>
    public int Next(int state, int symbol)
    {
        foreach (ref readonly var edge in Edges[state].AsSpan())
        {
            if (symbol <= edge.Last)
            {
                return symbol >= edge.First ? edge.Target : -1;
            }
        }

        return -1;
    }

    /// <summary>The first of the states that accept the same words, and the begins of the same words, up to a length.</summary>
    public int Representative(int state, int length)
    {
        // NOTE: one object, replaced whole: automata are shared by threads.
        var known = _representatives;
        if (known?.Item1 != length)
        {
            _representatives = known = Tuple.Create(length, LikeStates.Representatives(this, length));
        }

        return known!.Item2[state];
    }

    /// <summary>Whether it accepts a word of symbols.</summary>
    public bool Accepts(IEnumerable<int> symbols)
    {
        int state = 0;
        foreach (int symbol in symbols)
        {
            state = Next(state, symbol);
            if (state < 0)
            {
                return false;
            }
        }

        return Accepting[state];
    }

    /// <summary>The words that both accept.</summary>
    /// <exception cref="AutomatonTooLargeException">The product has too many states.</exception>
    public static Automaton Intersect(Automaton left, Automaton right)
    {
        return AutomatonBuilder.Explore((Left: 0, Right: 0), state => left.Accepting[state.Left] && right.Accepting[state.Right], Common);

        IEnumerable<(int First, int Last, (int Left, int Right) Next)> Common((int Left, int Right) state)
        {
            Edge[] a = left.Edges[state.Left], b = right.Edges[state.Right];
            for (int i = 0, j = 0; i < a.Length && j < b.Length;)
            {
                int first = Math.Max(a[i].First, b[j].First), last = Math.Min(a[i].Last, b[j].Last);
                if (first <= last)
                {
                    yield return (first, last, (a[i].Target, b[j].Target));
                }

                if (a[i].Last < b[j].Last)
                {
                    i++;
                }
                else
                {
                    j++;
                }
            }
        }
    }
}
