using System.Collections.Concurrent;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Commands from any thread to the engine thread, which sleeps here when idle.</summary>
/// <remarks>Unbounded on purpose: room for requests is reserved before they are posted, and aborts must never wait.</remarks>
internal sealed class Mailbox
{
    private readonly ConcurrentQueue<EngineCommand> _commands = new();
    private readonly object _signal = new();
    private bool _signaled;

    public void Post(in EngineCommand command)
    {
        _commands.Enqueue(command);
        Wake();
    }

    public bool TryTake(out EngineCommand command) => _commands.TryDequeue(out command);

    /// <summary>Makes the engine thread look again.</summary>
    public void Wake()
    {
        lock (_signal)
        {
            if (!_signaled)
            {
                _signaled = true;
                Monitor.Pulse(_signal);
            }
        }
    }

    /// <summary>Blocks, without spinning, until <see cref="Wake"/> has been called since the last wait.</summary>
    public void Wait()
    {
        lock (_signal)
        {
            while (!_signaled)
            {
                Monitor.Wait(_signal);
            }

            _signaled = false;
        }
    }
}
