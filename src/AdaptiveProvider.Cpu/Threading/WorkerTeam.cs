using System.Runtime.ExceptionServices;

namespace AdaptiveProvider.Cpu.Threading;

/// <summary>Persistent threads that run one body together, the caller being worker 0. Running and waiting allocate nothing.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly TimeSpan Spin = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan Yield = TimeSpan.FromMicroseconds(150);

    private readonly Thread[] _threads;
    private readonly ParkingSignal _started;
    private readonly ParkingSignal _finished;
    private readonly ParkingSignal _passed;
    private Action<int>? _body;
    private ExceptionDispatchInfo? _failure;
    private int _running;
    private int _remaining;
    private int _arrived;
    private bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">Workers including the caller, at least 1.</param>
    public WorkerTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);

        // Spinning helps only while every worker has a core of its own.
        var spin = count <= Environment.ProcessorCount ? Spin : TimeSpan.Zero;
        (_started, _finished, _passed) = (new(spin, Yield), new(spin, Yield), new(spin, Yield));
        Count = count;
        Work = new WorkCursor(count);
        _threads = new Thread[count - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => ServeRuns(worker)) { IsBackground = true, Name = $"AdaptiveProvider worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Workers, including the calling thread.</summary>
    public int Count { get; }

    /// <summary>Shares the work of one phase; a run's start and every barrier make it whole again.</summary>
    public WorkCursor Work { get; }

    /// <summary>Runs the body once on every worker and returns when all have finished.</summary>
    /// <param name="body">Receives the worker's index; the caller runs as worker 0. Cache the delegate to avoid allocation.</param>
    /// <exception cref="InvalidOperationException">The team is already running.</exception>
    public void Run(Action<int> body)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new InvalidOperationException("The worker team is already running a body; runs do not nest.");
        }

        (_body, _failure, _arrived, _remaining) = (body, null, 0, Count);
        Work.Reset();
        int finished = _finished.Version;
        _started.Advance();
        Execute(0);
        _finished.WaitWhile(finished);
        var failure = _failure;
        _body = null;
        Volatile.Write(ref _running, 0);
        failure?.Throw();
    }

    /// <summary>Waits inside a body until every worker is here; all writes before it are visible to all after it.</summary>
    public void Barrier()
    {
        ThrowIfAborted();
        if (Count == 1)
        {
            Work.Reset();
            return;
        }

        int passed = _passed.Version;
        if (Interlocked.Increment(ref _arrived) == Count)
        {
            _arrived = 0;
            Work.Reset();
            _passed.Advance();
        }
        else
        {
            _passed.WaitWhile(passed);
        }

        ThrowIfAborted();
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _started.Advance();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void ServeRuns(int worker)
    {
        for (int run = 0; ; run++)
        {
            _started.WaitWhile(run);
            if (_disposed)
            {
                return;
            }

            Execute(worker);
        }
    }

    private void Execute(int worker)
    {
        try
        {
            _body!(worker);
        }
        catch (TeamAbortedException)
        {
            // The failure that aborted the team is reported by Run.
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            _passed.Advance();
        }

        if (Interlocked.Decrement(ref _remaining) == 0)
        {
            _finished.Advance();
        }
    }

    private void ThrowIfAborted()
    {
        if (Volatile.Read(ref _failure) is not null)
        {
            throw new TeamAbortedException();
        }
    }
}
