namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>What an array may hold.</summary>
/// <param name="prefix">The values at its begin.</param>
/// <param name="others">The values behind them; null allows none.</param>
/// <param name="countMin">Fewest items.</param>
/// <param name="countMax">Most items; <see cref="CharactersTerm.Unbounded"/> for any number.</param>
/// <param name="afterComma">Comma and white space.</param>
internal sealed class ArraySpec(IReadOnlyList<Rule> prefix, Rule? others, int countMin, int countMax, Term afterComma)
{
    private static readonly LiteralTerm End = new("]");

    // Beyond this all numbers of items are the same.
    private readonly int _countedMax = countMax == CharactersTerm.Unbounded ? Math.Max(1, Math.Max(countMin, prefix.Count)) : CharactersTerm.Unbounded;

    /// <summary>How deep the array must nest.</summary>
    public int ComputeHeight()
    {
        int height = countMin > countMax ? Rule.Infinite : 0;
        for (int index = 0; index < Math.Min(countMin, prefix.Count + 1) && height != Rule.Infinite; index++)
        {
            height = Math.Max(height, Item(index)?.Height ?? Rule.Infinite);
        }

        return height == Rule.Infinite ? height : height + 1;
    }

    /// <summary>Adds what may come after so many items.</summary>
    public void Expand(Expansion expansion, Frame? rest, int count)
    {
        if (count >= countMin)
        {
            End.Expand(expansion, rest);
        }

        int left = expansion.DepthMax - (rest?.Depth ?? 0) - 1;
        if (count < countMax && Item(count) is { } item && item.Height <= left)
        {
            var next = expansion.FrameOf(item, expansion.FrameOf(new ItemsTerm(this, Math.Min(count + 1, _countedMax)), rest));
            expansion.Push(count == 0 ? null : afterComma, next);
        }
    }

    private Rule? Item(int index) => index < prefix.Count ? prefix[index] : others;
}
