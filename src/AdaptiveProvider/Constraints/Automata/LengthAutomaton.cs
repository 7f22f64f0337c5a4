namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Words of so many code points.</summary>
internal static class LengthAutomaton
{
    /// <summary>Words of at least <paramref name="lengthMin"/> and at most <paramref name="lengthMax"/> code points; null has no end.</summary>
    /// <exception cref="AutomatonTooLargeException">The bounds need too many states.</exception>
    public static Automaton Create(long lengthMin, long? lengthMax)
    {
        return AutomatonBuilder.Explore(0L, length => length >= lengthMin, Next);

        // Beyond the smallest length, and without a largest, all lengths are the same.
        IEnumerable<(int First, int Last, long Next)> Next(long length)
            => length == lengthMax ? [] : [(0, CodePoints.Last, lengthMax is null && length >= lengthMin ? length : length + 1)];
    }
}
