using System.Collections.Concurrent;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>Turns expressions into automata over code points: Thompson's construction, then subsets.</summary>
internal sealed class PatternAutomaton
{
    private const int StatesMax = 20_000;
    private static readonly ConcurrentDictionary<string, Automaton> Shared = new();
    private readonly List<List<int>> _silent = []; // [states], where it leads without a symbol
    private readonly List<List<(int First, int Last, int Target)>> _edges = []; // [states]

    /// <summary>The texts in which an expression is found.</summary>
    /// <exception cref="PatternException">The expression is malformed or not supported.</exception>
    /// <exception cref="AutomatonTooLargeException">It needs too many states.</exception>
    public static Automaton Of(string pattern) => new PatternAutomaton().Build(PatternSearch.Whole(PatternParser.Parse(pattern)));

    /// <summary>The same for an expression of this library, which is kept.</summary>
    public static Automaton OfKnown(string pattern) => Shared.GetOrAdd(pattern, Of);

    private Automaton Build(PatternNode node)
    {
        int start = AddState(), end = AddState();
        Add(node, start, end);
        return AutomatonBuilder.Explore(new StateSet(Closure([start])), set => Array.BinarySearch(set.States, end) >= 0, Next);
    }

    private void Add(PatternNode node, int from, int to)
    {
        switch (node)
        {
            case PatternNode.Class set:
                _edges[from].AddRange(set.Ranges.Select(range => (range.First, range.Last, to)));
                break;
            case PatternNode.Choice choice:
                foreach (var option in choice.Options)
                {
                    Add(option, from, to);
                }

                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    int next = AddState();
                    Add(part, from, next);
                    from = next;
                }

                _silent[from].Add(to);
                break;
            case PatternNode.Repeat repeat:
                AddRepeat(repeat, from, to);
                break;
            default:
                throw new PatternException("has ^ or $ in the middle, which only ever stand at the begin and the end");
        }
    }

    private void AddRepeat(PatternNode.Repeat repeat, int from, int to)
    {
        for (int count = 0; count < repeat.CountMin; count++)
        {
            from = AddPart();
        }

        if (repeat.CountMax is null)
        {
            int loop = AddState();
            _silent[from].Add(loop);
            Add(repeat.Part, loop, loop);
            _silent[loop].Add(to);
            return;
        }

        for (int count = repeat.CountMin; count < repeat.CountMax; count++)
        {
            _silent[from].Add(to);
            from = AddPart();
        }

        _silent[from].Add(to);

        int AddPart()
        {
            int next = AddState();
            Add(repeat.Part, from, next);
            return next;
        }
    }

    private int AddState()
    {
        if (_edges.Count == StatesMax)
        {
            throw new AutomatonTooLargeException();
        }

        _silent.Add([]);
        _edges.Add([]);
        return _edges.Count - 1;
    }

    private IEnumerable<(int First, int Last, StateSet Next)> Next(StateSet set)
    {
        var edges = set.States.SelectMany(state => _edges[state]).ToArray();
        int[] cuts = [.. edges.SelectMany(edge => (int[])[edge.First, edge.Last + 1]).Distinct().Order()];
        Array.Sort(edges, (left, right) => left.First.CompareTo(right.First));
        var open = new List<(int First, int Last, int Target)>();
        int next = 0;
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            open.RemoveAll(edge => edge.Last < cuts[i]);
            while (next < edges.Length && edges[next].First <= cuts[i])
            {
                open.Add(edges[next++]);
            }

            if (open.Count > 0)
            {
                yield return (cuts[i], cuts[i + 1] - 1, new StateSet(Closure(open.Select(edge => edge.Target))));
            }
        }
    }

    private int[] Closure(IEnumerable<int> states)
    {
        var found = new HashSet<int>(states);
        var open = new Stack<int>(found);
        while (open.TryPop(out int state))
        {
            foreach (int next in _silent[state])
            {
                if (found.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return [.. found.Order()];
    }

    /// <summary>States that the expression may be in, sorted.</summary>
    private readonly record struct StateSet(int[] States)
    {
        public bool Equals(StateSet other) => States.AsSpan().SequenceEqual(other.States);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (int state in States)
            {
                hash.Add(state);
            }

            return hash.ToHashCode();
        }
    }
}
