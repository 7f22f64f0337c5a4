using System.Text.Json.Serialization;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Where a run stands, beside its tensors.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Tokens">Tokens predicted.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="OptimizerSteps">Steps that the optimiser counts.</param>
/// <param name="Data">Where the data stands.</param>
public sealed record TrainingState(long Step, long Tokens, double Seconds, long OptimizerSteps, BatchSourceState Data)
{
    /// <summary>Half precision's factor of the gradients; null with other types.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LossScalerState? Scaler { get; init; }
}
