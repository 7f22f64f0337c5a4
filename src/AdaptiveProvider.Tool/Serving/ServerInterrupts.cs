using System.Runtime.InteropServices;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Serving;

/// <summary>What Ctrl-C and a request to terminate mean for a server: the first lets running replies end, the second ends them.</summary>
internal sealed class ServerInterrupts : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _urgent = new();
    private readonly IDisposable _interrupts;
    private readonly PosixSignalRegistration _termination;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TerminalStreams _terminal;

    public ServerInterrupts(TerminalStreams terminal, CancellationToken cancellationToken)
    {
        _terminal = terminal;
        _interrupts = terminal.Interrupts.Handle(Press);
        _termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = Press());
        _cancellation = cancellationToken.Register(() => _asked.TrySetResult());
    }

    /// <summary>The server shall stop.</summary>
    public Task WhenAsked => _asked.Task;

    /// <summary>It shall stop without waiting for replies.</summary>
    public CancellationToken WhenUrgent => _urgent.Token;

    public void Dispose()
    {
        _interrupts.Dispose();
        _termination.Dispose();
        _cancellation.Dispose();
        _urgent.Dispose();
    }

    private bool Press()
    {
        if (!_asked.TrySetResult())
        {
            _urgent.Cancel();
        }
        else if (_terminal.ErrorIsTerminal)
        {
            _terminal.Error.WriteLine("Stopping; running replies may end. Press Ctrl-C again to end them.");
        }

        return true;
    }
}
