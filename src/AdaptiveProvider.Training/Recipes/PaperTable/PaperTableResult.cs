namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>What one training run of the comparison came to.</summary>
/// <param name="Model">The variant's name.</param>
/// <param name="Budget">What it has in common with the vanilla run.</param>
/// <param name="Parameters">Numbers stored, without the embedding.</param>
/// <param name="Flops">Training operations; see <see cref="TrainingFlops"/>.</param>
/// <param name="Tokens">Places trained on.</param>
/// <param name="Seed">Of weights and of the order of data.</param>
/// <param name="LearningRate">The constant rate.</param>
/// <param name="BitsPerByte">Held-out text of all groups together, causal routing.</param>
/// <param name="Groups">Bits per byte of each group of sources.</param>
/// <param name="MeanLayers">Layer applications per held-out token.</param>
/// <param name="TrainingLoss">Mean over the last tenth of the steps, in nats per token; with expert choice not causal.</param>
/// <param name="TrainingLoops">Loops per token in those steps; null without routing.</param>
/// <param name="Seconds">Training time on the clock.</param>
public sealed record PaperTableResult(
    string Model,
    PaperTableBudget Budget,
    long Parameters,
    double Flops,
    long Tokens,
    long Seed,
    double LearningRate,
    double BitsPerByte,
    IReadOnlyDictionary<string, double> Groups,
    double MeanLayers,
    double TrainingLoss,
    double? TrainingLoops,
    double Seconds);
