using AdaptiveProvider.Training.Reporting;

namespace AdaptiveProvider.Tool.Training;

/// <summary>Shows how a training goes.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Runs a training whose steps are shown.</summary>
    /// <param name="training">Gets what to tell of every step; true when it came to its end.</param>
    bool Run(Func<Action<TrainingProgress>, bool> training);
}
