namespace AdaptiveProvider.Training.Reporting;

/// <summary>What a step measured.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Tokens">Tokens predicted since the start of the run.</param>
/// <param name="Loss">Cross-entropy at each token's own depth, in nats per token.</param>
/// <param name="ExitLoss">The same at the supervised exits; NaN when this step had none.</param>
/// <param name="RouterLoss">The routers' loss.</param>
/// <param name="MeanLoops">Loops per token; NaN without routing.</param>
/// <param name="LearningRate">The step's rate.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="TokensPerSecond">Speed of this step.</param>
/// <param name="TimeLeft">At this speed.</param>
public readonly record struct TrainingProgress(
    long Step,
    long Steps,
    long Tokens,
    double Loss,
    double ExitLoss,
    double RouterLoss,
    double MeanLoops,
    double LearningRate,
    double GradientNorm,
    double TokensPerSecond,
    TimeSpan TimeLeft)
{
    /// <summary>Divergence of the model from its teacher at full depth, in nats per token; NaN without one.</summary>
    public double TeacherLoss { get; init; } = double.NaN;
}
