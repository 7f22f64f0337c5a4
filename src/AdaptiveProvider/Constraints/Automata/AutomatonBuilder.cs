using System.Runtime.InteropServices;

namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Makes automata from a start and a rule for what follows, state by state.</summary>
internal static class AutomatonBuilder
{
    /// <summary>Explores all states that can be reached, and leaves out those from which no word can end.</summary>
    /// <param name="start">The first state.</param>
    /// <param name="accepts">Whether a word may end in a state.</param>
    /// <param name="edges">Where symbols lead from a state; ranges must not overlap.</param>
    /// <exception cref="AutomatonTooLargeException">There are too many states.</exception>
    public static Automaton Explore<TState>(TState start, Func<TState, bool> accepts, Func<TState, IEnumerable<(int First, int Last, TState Next)>> edges)
        where TState : notnull
    {
        var numbers = new Dictionary<TState, int> { [start] = 0 };
        var states = new List<TState> { start };
        var transitions = new List<Edge[]>();
        for (int state = 0; state < states.Count; state++)
        {
            var found = new List<Edge>();
            foreach (var (first, last, next) in edges(states[state]))
            {
                ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, next, out bool known);
                if (!known)
                {
                    number = states.Count;
                    states.Add(next);
                }

                found.Add(new Edge(first, last, number));
            }

            if (states.Count > Automaton.StatesMax)
            {
                throw new AutomatonTooLargeException();
            }

            transitions.Add(Merged(found));
        }

        return Trim(transitions, [.. states.Select(accepts)]);
    }

    private static Edge[] Merged(List<Edge> edges)
    {
        edges.Sort((left, right) => left.First.CompareTo(right.First));
        var merged = new List<Edge>(edges.Count);
        foreach (var edge in edges)
        {
            if (merged.Count > 0 && merged[^1].Last + 1 == edge.First && merged[^1].Target == edge.Target)
            {
                merged[^1] = merged[^1] with { Last = edge.Last };
            }
            else
            {
                merged.Add(edge);
            }
        }

        return [.. merged];
    }

    private static Automaton Trim(List<Edge[]> edges, bool[] accepting)
    {
        bool[] lives = Living(edges, accepting);
        int[] numbers = new int[edges.Count];
        int kept = 0;
        for (int state = 0; state < edges.Count; state++)
        {
            // The start stays, whatever it is worth.
            numbers[state] = lives[state] || state == 0 ? kept++ : -1;
        }

        var newEdges = new Edge[kept][];
        var newAccepting = new bool[kept];
        for (int state = 0; state < edges.Count; state++)
        {
            if (numbers[state] >= 0)
            {
                newEdges[numbers[state]] = [.. edges[state].Where(edge => lives[edge.Target]).Select(edge => edge with { Target = numbers[edge.Target] })];
                newAccepting[numbers[state]] = accepting[state];
            }
        }

        return new Automaton(newEdges, newAccepting);
    }

    // From which states a word can end.
    private static bool[] Living(List<Edge[]> edges, bool[] accepting)
    {
        var sources = new List<int>[edges.Count];
        for (int state = 0; state < edges.Count; state++)
        {
            foreach (var edge in edges[state])
            {
                (sources[edge.Target] ??= []).Add(state);
            }
        }

        bool[] lives = [.. accepting];
        var found = new Stack<int>(Enumerable.Range(0, accepting.Length).Where(state => accepting[state]));
        while (found.TryPop(out int state))
        {
            foreach (int source in sources[state] ?? [])
            {
                if (!lives[source])
                {
                    lives[source] = true;
                    found.Push(source);
                }
            }
        }

        return lives;
    }
}
