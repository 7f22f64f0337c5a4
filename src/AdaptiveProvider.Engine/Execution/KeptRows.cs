namespace AdaptiveProvider.Engine.Execution;

/// <summary>Which rows' hidden states an executor keeps, so that a later item can take them deeper; per slot, the latest positions only.</summary>
/// <remarks>The states themselves lie with the executor, in the order of <see cref="Index"/>.</remarks>
/// <param name="slotCount">Slots.</param>
/// <param name="capacity">Positions kept per slot.</param>
/// <param name="optionName">The option that sets the capacity, for errors.</param>
public sealed class KeptRows(int slotCount, int capacity, string optionName)
{
    private readonly Tag[] _tags = new Tag[slotCount * capacity];

    /// <summary>Checks that an item's rows can be kept at all.</summary>
    /// <exception cref="AdaptiveProviderException">The item has more rows than are kept per slot.</exception>
    public void RequireRoom(int length)
    {
        if (length > capacity)
        {
            throw new AdaptiveProviderException($"{length} hidden states are to be kept for one slot, but it keeps {capacity}. Raise {optionName}.");
        }
    }

    /// <summary>Checks that the state of a position after so many passes is kept.</summary>
    /// <exception cref="AdaptiveProviderException">It is not.</exception>
    public void RequireKept(int slot, int position, int passCount)
    {
        if (capacity == 0 || _tags[Index(slot, position)] != new Tag(position + 1, passCount))
        {
            throw new AdaptiveProviderException(
                $"The hidden state of slot {slot}, position {position} after {passCount} passes is not kept: no item kept it, a later one replaced it, or more than {capacity} were kept since. "
                + $"Raise {optionName}.");
        }
    }

    /// <summary>Forgets a slot's states from a position on: rows that start there again replace them.</summary>
    public void ForgetFrom(int slot, int position)
    {
        foreach (ref var tag in _tags.AsSpan(slot * capacity, capacity))
        {
            if (tag.PositionPlusOne > position)
            {
                tag = default;
            }
        }
    }

    /// <summary>Notes that the state of a position after so many passes is kept, and returns its index.</summary>
    public int Keep(int slot, int position, int passCount)
    {
        int index = Index(slot, position);
        _tags[index] = new Tag(position + 1, passCount);
        return index;
    }

    /// <summary>Where a position's state lies among slots * capacity states.</summary>
    public int Index(int slot, int position) => (slot * capacity) + (position % capacity);

    // Position plus one, so that the default is no position.
    private readonly record struct Tag(int PositionPlusOne, int PassCount);
}
