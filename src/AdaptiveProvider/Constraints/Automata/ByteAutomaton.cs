using System.Text;

namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Turns automata over code points into automata over bytes: UTF-8, as it stands in a JSON string or as it is.</summary>
internal static class ByteAutomaton
{
    /// <summary>The same words, spelt in bytes.</summary>
    /// <param name="automaton">Over code points.</param>
    /// <param name="escapes">Whether quotes, backslashes and control characters are escaped as in JSON strings, each in one way.</param>
    /// <exception cref="AutomatonTooLargeException">There are too many states.</exception>
    public static Automaton Of(Automaton automaton, bool escapes)
    {
        var spellings = automaton.Edges.Select(edges => edges.SelectMany(edge => Spell(edge, escapes)).ToArray()).ToArray(); // [states]
        return AutomatonBuilder.Explore(new Node([], 0), node => node.IsComplete && automaton.Accepting[node.State], Edges);

        IEnumerable<(int First, int Last, Node Next)> Edges(Node node) => Split(node.IsComplete ? spellings[node.State] : node.Rest);
    }

    private static IEnumerable<Spelling> Spell(Edge edge, bool escapes)
    {
        if (!escapes)
        {
            return Plain(edge.First, edge.Last, edge.Target);
        }

        var special = JsonText.Escaped
            .Where(character => character >= edge.First && character <= edge.Last)
            .Select(character => new Spelling([.. JsonText.Escape(character).Select(part => ((byte)part, (byte)part))], edge.Target));
        return special.Concat(JsonText.Unescaped.SelectMany(range => Plain(Math.Max(range.First, edge.First), Math.Min(range.Last, edge.Last), edge.Target)));
    }

    private static IEnumerable<Spelling> Plain(int first, int last, int target)
        => first > last ? [] : Utf8Ranges.Of(first, last).Select(bytes => new Spelling(bytes, target));

    // By first byte: what may follow it, cut where the choice changes.
    private static IEnumerable<(int First, int Last, Node Next)> Split(Spelling[] spellings)
    {
        int[] cuts = [.. spellings.Where(spelling => spelling.Bytes.Length > 0).SelectMany(spelling => (int[])[spelling.Bytes[0].First, spelling.Bytes[0].Last + 1]).Distinct().Order()];
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            var following = spellings.Where(spelling => spelling.Bytes.Length > 0 && spelling.Bytes[0].First <= cuts[i] && spelling.Bytes[0].Last >= cuts[i]).ToArray();
            if (following.Length > 0)
            {
                yield return (cuts[i], cuts[i + 1] - 1, Follow(following));
            }
        }
    }

    private static Node Follow(Spelling[] following)
    {
        // Symbols are disjoint, so that a complete one stands alone.
        bool isComplete = following.Length == 1 && following[0].Bytes.Length == 1;
        return isComplete ? new Node([], following[0].Target) : new Node([.. following.Select(spelling => spelling with { Bytes = spelling.Bytes[1..] })], -1);
    }

    /// <summary>The bytes of a symbol, and where it leads.</summary>
    private sealed record Spelling((byte First, byte Last)[] Bytes, int Target);

    /// <summary>A state: one of the automaton, or the middle of a symbol with what is left of it.</summary>
    private sealed class Node(Spelling[] rest, int state) : IEquatable<Node>
    {
        private readonly string _key = Key(rest, state);

        public Spelling[] Rest => rest;

        public int State => state;

        public bool IsComplete => rest.Length == 0;

        public bool Equals(Node? other) => other is not null && other._key == _key;

        public override bool Equals(object? obj) => Equals(obj as Node);

        public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

        private static string Key(Spelling[] rest, int state)
        {
            var key = new StringBuilder().Append(rest.Length == 0 ? state : -1);
            foreach (var spelling in rest)
            {
                key.Append(';').Append(spelling.Target);
                foreach (var (first, last) in spelling.Bytes)
                {
                    key.Append((char)first).Append((char)last);
                }
            }

            return key.ToString();
        }
    }
}
