using AdaptiveProvider.Training.Distillation;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>A teacher model's predictions for the rows of a batch that have a target.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="States">[targets, hidden]: its states of the rows that have a target.</param>
internal sealed record TeacherRows(DistillationTeacher Teacher, Tensor States) : ITeacherRows
{
    /// <inheritdoc/>
    public Tensor LogProbabilities(long first, long count) => Teacher.LogProbabilities(States.narrow(0, first, count));
}
