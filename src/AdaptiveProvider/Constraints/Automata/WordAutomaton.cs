namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Exactly some words.</summary>
internal static class WordAutomaton
{
    /// <summary>An automaton that accepts these words of bytes and no others.</summary>
    /// <exception cref="AutomatonTooLargeException">They are too long together.</exception>
    public static Automaton Of(IReadOnlyList<byte[]> words)
    {
        // A state is a prefix: some word that has it, and its length. Words are sorted, so that those with a prefix lie together.
        byte[][] sorted = [.. words.OrderBy(word => word, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))];
        return AutomatonBuilder.Explore((First: 0, End: sorted.Length, Length: 0), state => state.End > state.First && sorted[state.First].Length == state.Length, Next);

        IEnumerable<(int First, int Last, (int, int, int) Next)> Next((int First, int End, int Length) state)
        {
            int word = state.First;
            while (word < state.End && sorted[word].Length == state.Length)
            {
                word++;
            }

            while (word < state.End)
            {
                int end = word + 1;
                byte value = sorted[word][state.Length];
                while (end < state.End && sorted[end][state.Length] == value)
                {
                    end++;
                }

                yield return (value, value, (word, end, state.Length + 1));
                word = end;
            }
        }
    }
}
