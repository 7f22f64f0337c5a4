namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Finds the states of an automaton that no short word tells apart (Moore's refinement, broken off).</summary>
internal static class LikeStates
{
    private const long WorkMax = 4_000_000;

    /// <summary>For each state the first one like it: both accept the same of all words up to a length, and what either can begin the other can.</summary>
    public static int[] Representatives(Automaton automaton, int length)
    {
        int count = automaton.Edges.Length;
        int[] classes = [.. Enumerable.Range(0, count)];
        if ((long)length * automaton.Edges.Sum(edges => edges.Length + 1) > WorkMax)
        {
            return classes;
        }

        classes = [.. automaton.Accepting.Select(accepts => accepts ? 1 : 0)];
        for (int round = 0, before = 0; round < length; round++)
        {
            int now = Refine(automaton, ref classes);
            if (now == before)
            {
                break;
            }

            before = now;
        }

        var firsts = new Dictionary<int, int>();
        for (int state = 0; state < count; state++)
        {
            firsts.TryAdd(classes[state], state);
        }

        return [.. classes.Select(like => firsts[like])];
    }

    private static int Refine(Automaton automaton, ref int[] classes)
    {
        int[] refined = new int[classes.Length], last = classes;
        var numbers = new Dictionary<Signature, int>();
        for (int state = 0; state < refined.Length; state++)
        {
            var signature = new Signature(last[state], [.. Merged(automaton.Edges[state], last)]);
            if (!numbers.TryGetValue(signature, out refined[state]))
            {
                numbers.Add(signature, refined[state] = numbers.Count);
            }
        }

        classes = refined;
        return numbers.Count;
    }

    private static IEnumerable<Edge> Merged(Edge[] edges, int[] classes)
    {
        Edge? open = null;
        foreach (var edge in edges)
        {
            var next = edge with { Target = classes[edge.Target] };
            if (open is { } last && last.Last + 1 == next.First && last.Target == next.Target)
            {
                open = last with { Last = next.Last };
                continue;
            }

            if (open is not null)
            {
                yield return open.Value;
            }

            open = next;
        }

        if (open is not null)
        {
            yield return open.Value;
        }
    }

    /// <summary>What tells a state from others: how it was classed, and where it leads.</summary>
    private readonly record struct Signature(int Class, Edge[] Edges)
    {
        public bool Equals(Signature other) => Class == other.Class && Edges.AsSpan().SequenceEqual(other.Edges);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Class);
            foreach (var edge in Edges)
            {
                hash.Add(edge);
            }

            return hash.ToHashCode();
        }
    }
}
