using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Reporting;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Training;

/// <summary>A line that is always up to date, for people.</summary>
internal sealed class LiveDisplay(TerminalStreams terminal) : ITrainingDisplay
{
    public bool Run(Func<Action<TrainingProgress>, bool> training)
    {
        bool isComplete = false;
        terminal.OutputConsole().Live(new Markup("preparing…")).Start(context =>
            isComplete = training(step => context.UpdateTarget(new Markup(ProgressText.Of(step)))));
        return isComplete;
    }
}
