using System.Runtime.InteropServices;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Training;

/// <summary>Ctrl-C and SIGTERM during a training: the current step is finished and saved.</summary>
internal static class TrainingInterrupt
{
    /// <summary>Runs a training that can be asked to stop.</summary>
    /// <param name="terminal">Where Ctrl-C comes from; a second one ends the program at once.</param>
    /// <param name="training">True when it came to its end.</param>
    /// <param name="cancellationToken">Stops the training as well.</param>
    /// <returns>The exit code.</returns>
    public static int Run(TerminalStreams terminal, Func<CancellationToken, bool> training, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var presses = terminal.Interrupts.Handle(Press);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Press();
        });
        if (training(stop.Token))
        {
            return ExitCode.Success;
        }

        terminal.Error.WriteLine("stopped and saved; run the same command again to go on.");
        return stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;

        bool Press()
        {
            bool first = !stop.IsCancellationRequested;
            if (first)
            {
                terminal.Error.WriteLine("stopping after this step…");
                stop.Cancel();
            }

            return first;
        }
    }
}
