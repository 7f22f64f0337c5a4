namespace AdaptiveProvider.Testing.Engine;

/// <summary>One slot's cache, [passes][positions]. Refuses to be read where nothing valid was written.</summary>
public sealed class ScriptedCache(int passCount, int slotLength, Func<int, bool> mayHaveHoles)
{
    private readonly ulong[][] _entries = [.. Enumerable.Range(0, passCount).Select(_ => new ulong[slotLength])];
    private readonly int[] _written = new int[passCount];

    /// <summary>The sum over all positions before <paramref name="position"/>.</summary>
    public ulong SumBefore(int pass, int position)
    {
        FillHoles(pass, position);
        if (_written[pass] < position)
        {
            throw new ContractViolationException($"Pass {pass} reads {position} positions; {_written[pass]} are valid.");
        }

        ulong sum = 0;
        foreach (ulong entry in _entries[pass].AsSpan(0, position))
        {
            sum += entry;
        }

        return sum;
    }

    /// <summary>Writes a position; what was cached behind it is worthless from now on.</summary>
    public void Write(int pass, int position, ulong entry)
    {
        FillHoles(pass, position);
        if (_written[pass] < position)
        {
            throw new ContractViolationException($"Pass {pass} writes position {position} behind a hole at {_written[pass]}.");
        }

        _entries[pass][position] = entry;
        _written[pass] = position + 1;
    }

    /// <summary>Positions that begin anew have yet to choose: what they left in the passes that rows may do without is gone.</summary>
    public void Restart(int position)
    {
        for (int pass = 0; pass < _written.Length; pass++)
        {
            _written[pass] = mayHaveHoles(pass) ? Math.Min(_written[pass], position) : _written[pass];
        }
    }

    private void FillHoles(int pass, int position)
    {
        for (; mayHaveHoles(pass) && _written[pass] < position; _written[pass]++)
        {
            _entries[pass][_written[pass]] = 0;
        }
    }

    public void CopyFrom(ScriptedCache source, int length)
    {
        for (int pass = 0; pass < _written.Length; pass++)
        {
            source._entries[pass].AsSpan(0, length).CopyTo(_entries[pass]);
            _written[pass] = Math.Min(source._written[pass], length);
        }
    }
}
