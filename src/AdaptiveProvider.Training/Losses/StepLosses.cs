namespace AdaptiveProvider.Training.Losses;

/// <summary>What a step measured.</summary>
/// <param name="Targets">Tokens predicted.</param>
/// <param name="Loss">Cross-entropy at each token's own depth, in nats per token.</param>
/// <param name="ExitLoss">The same at the supervised exits; NaN without.</param>
/// <param name="TeacherLoss">Divergence from the teacher, in nats per token; NaN without one.</param>
/// <param name="RouterLoss">The routers' loss.</param>
/// <param name="MeanLoops">Loops per token; NaN without routing.</param>
/// <param name="LearningRate">The step's rate.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="IsNumber">False when the run cannot go on: the loss or a gradient is no number.</param>
internal readonly record struct StepLosses(
    long Targets, double Loss, double ExitLoss, double TeacherLoss, double RouterLoss, double MeanLoops, double LearningRate, double GradientNorm, bool IsNumber)
{
    /// <summary>Sums a step's batches up.</summary>
    public static StepLosses Of(BatchLosses[] batches, long targets, double loss, double rate, double norm, bool isNumber)
    {
        BatchLosses[] exits = [.. batches.Where(batch => !double.IsNaN(batch.Exit))];
        BatchLosses[] real = [.. batches.Where(batch => batch.Targets > 0)];
        return new StepLosses(
            targets,
            loss,
            exits.Length == 0 ? double.NaN : exits.Sum(batch => batch.Exit) / exits.Sum(batch => batch.Targets),
            batches.Sum(batch => batch.Teacher) / targets,
            real.Length == 0 ? 0 : real.Average(batch => batch.Router),
            real.Length == 0 ? double.NaN : real.Average(batch => batch.Loops),
            rate,
            norm,
            isNumber);
    }
}
