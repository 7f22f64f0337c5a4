using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Reporting;

namespace AdaptiveProvider.Tool.Training;

/// <summary>Every so many steps a line, for logs; as JSON for programs.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="every">Steps between lines; the first and the last step have one too.</param>
/// <param name="isJson">Whether lines are JSON objects.</param>
internal sealed class LineDisplay(TerminalStreams terminal, int every, bool isJson) : ITrainingDisplay
{
    private bool _hasBegun;

    public bool Run(Func<Action<TrainingProgress>, bool> training) => training(Show);

    private void Show(TrainingProgress step)
    {
        if (_hasBegun && step.Step % every != 0 && step.Step != step.Steps)
        {
            return;
        }

        _hasBegun = true;
        if (isJson)
        {
            WriteJson(step);
        }
        else
        {
            terminal.Text.WriteLine(ProgressText.Of(step));
        }
    }

    private void WriteJson(TrainingProgress step) => JsonOutput.WriteObject(terminal, json =>
    {
        json.WriteNumber("step", step.Step);
        json.WriteNumber("steps", step.Steps);
        json.WriteNumber("tokens", step.Tokens);
        json.WriteNumber("loss", step.Loss);
        if (double.IsFinite(step.ExitLoss))
        {
            json.WriteNumber("exit_loss", step.ExitLoss);
        }

        if (double.IsFinite(step.TeacherLoss))
        {
            json.WriteNumber("teacher_loss", step.TeacherLoss);
        }

        if (double.IsFinite(step.MeanLoops))
        {
            json.WriteNumber("mean_loops", step.MeanLoops);
        }

        json.WriteNumber("router_loss", step.RouterLoss);
        json.WriteNumber("learning_rate", step.LearningRate);
        json.WriteNumber("gradient_norm", step.GradientNorm);
        json.WriteNumber("tokens_per_second", Math.Round(step.TokensPerSecond));
        json.WriteNumber("seconds_left", Math.Round(step.TimeLeft.TotalSeconds));
    });
}
