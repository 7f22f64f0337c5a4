namespace AdaptiveProvider.Cpu.Threading;

/// <summary>
/// Hands out chunks of <c>[0, total)</c>: every worker first takes from its own contiguous share, which keeps its stream of weights sequential,
/// and then from the shares of slower workers. Who computes what never changes a result.
/// </summary>
internal sealed class WorkCursor
{
    // NOTE: one counter per two cache lines, for the adjacent-line prefetcher pairs lines.
    private const int Stride = 32;

    private readonly int _workers;
    private readonly int[] _taken;

    /// <summary>Creates a cursor for a team of workers.</summary>
    public WorkCursor(int workers)
    {
        _workers = workers;
        _taken = new int[(workers + 1) * Stride];
    }

    /// <summary>Workers that share the work.</summary>
    public int Workers => _workers;

    /// <summary>Makes all work available again; only while nobody takes.</summary>
    public void Reset()
    {
        for (int worker = 0; worker < _workers; worker++)
        {
            Volatile.Write(ref _taken[(worker + 1) * Stride], 0);
        }
    }

    /// <summary>Takes the next chunk; all workers pass the same total and chunk between two resets.</summary>
    /// <param name="worker">Index of the caller in the team.</param>
    /// <param name="total">Pieces of work.</param>
    /// <param name="chunk">Pieces to take at once.</param>
    /// <param name="first">First piece taken.</param>
    /// <param name="end">One past the last piece taken.</param>
    /// <returns>False when nothing is left.</returns>
    public bool TryTake(int worker, int total, int chunk, out int first, out int end)
    {
        for (int offset = 0; offset < _workers; offset++)
        {
            int owner = worker + offset < _workers ? worker + offset : worker + offset - _workers;
            int shareFirst = (int)((long)total * owner / _workers);
            int shareEnd = (int)((long)total * (owner + 1) / _workers);
            ref int taken = ref _taken[(owner + 1) * Stride];
            if (Volatile.Read(ref taken) >= shareEnd - shareFirst)
            {
                continue;
            }

            first = shareFirst + Interlocked.Add(ref taken, chunk) - chunk;
            if (first < shareEnd)
            {
                end = Math.Min(first + chunk, shareEnd);
                return true;
            }
        }

        (first, end) = (0, 0);
        return false;
    }
}
