namespace AdaptiveProvider.Engine.Execution;

/// <summary>Which positions hold a place in the planes of a slot's loops, where those hold only the rows that took the loop: place i is the i-th of them.</summary>
/// <remarks>Mixture-of-Recursions' recursion-wise cache (2507.10524, section 2.2.2), contiguous. Positions ascend, so dropping the last places is the rollback.</remarks>
/// <param name="slotCount">Slots.</param>
/// <param name="slotLength">Positions of a slot.</param>
/// <param name="loops">Loops of the routed stage.</param>
public sealed class LoopEntries(int slotCount, int slotLength, int loops)
{
    private readonly int[][] _positions = CreateLists(slotCount * loops); // [slots * loops][places], ascending
    private readonly int[] _counts = new int[slotCount * loops];

    /// <summary>Bytes held.</summary>
    public long Bytes => _positions.Sum(list => (long)list.Length * sizeof(int));

    /// <summary>The positions that hold a place in a loop's planes, ascending.</summary>
    public ReadOnlySpan<int> Positions(int slot, int loop) => _positions[(slot * loops) + loop].AsSpan(0, _counts[(slot * loops) + loop]);

    /// <summary>Frees the places of a position and of all behind it.</summary>
    public void Truncate(int slot, int loop, int position)
    {
        int place = Positions(slot, loop).BinarySearch(position);
        _counts[(slot * loops) + loop] = place < 0 ? ~place : place;
    }

    /// <summary>Gives a position the next place, and returns it.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="position">Above every position that has a place.</param>
    public int Add(int slot, int loop, int position)
    {
        int list = (slot * loops) + loop;
        ref int[] positions = ref _positions[list];
        if (_counts[list] == positions.Length)
        {
            Array.Resize(ref positions, Math.Min(slotLength, Math.Max(64, 2 * positions.Length)));
        }

        positions[_counts[list]] = position;
        return _counts[list]++;
    }

    /// <summary>Takes over the places of another slot's first positions, as a copy of the planes does.</summary>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        for (int loop = 0; loop < loops; loop++)
        {
            _counts[(targetSlot * loops) + loop] = 0;
            foreach (int position in Positions(sourceSlot, loop))
            {
                if (position < length)
                {
                    Add(targetSlot, loop, position);
                }
            }
        }
    }

    private static int[][] CreateLists(int count)
    {
        int[][] lists = new int[count][];
        Array.Fill(lists, []);
        return lists;
    }
}
