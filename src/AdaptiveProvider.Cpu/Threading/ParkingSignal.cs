using System.Diagnostics;

namespace AdaptiveProvider.Cpu.Threading;

/// <summary>A version number that threads wait on: they spin briefly, then yield, then park until it advances.</summary>
internal sealed class ParkingSignal(TimeSpan spin, TimeSpan yield)
{
    private readonly object _gate = new();
    private readonly long _spinTicks = (long)(spin.TotalSeconds * Stopwatch.Frequency);
    private readonly long _yieldTicks = (long)((spin + yield).TotalSeconds * Stopwatch.Frequency);
    private int _version;
    private int _parked;

    /// <summary>The current version.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Moves to the next version and wakes everybody.</summary>
    public void Advance()
    {
        // NOTE: a full fence between the new version and the look at the parked count; the waiter fences the other way round.
        Interlocked.Increment(ref _version);
        if (Volatile.Read(ref _parked) != 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Returns once the version differs from the one given.</summary>
    public void WaitWhile(int version)
    {
        if (!Spin(version))
        {
            Park(version);
        }
    }

    private bool Spin(int version)
    {
        long start = Stopwatch.GetTimestamp();
        long elapsed;
        do
        {
            for (int i = 0; i < 32; i++)
            {
                if (Version != version)
                {
                    return true;
                }

                Thread.SpinWait(1);
            }

            elapsed = Stopwatch.GetTimestamp() - start;
            if (elapsed > _spinTicks)
            {
                Thread.Yield();
            }
        }
        while (elapsed < _yieldTicks);

        return Version != version;
    }

    private void Park(int version)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _parked);
            while (Version == version)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _parked);
        }
    }
}
