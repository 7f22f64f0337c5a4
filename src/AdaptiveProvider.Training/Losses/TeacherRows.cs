using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Distillation;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>What a teacher thinks of the rows of a batch, given some rows at a time.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="States">[targets, hidden]: its states of the rows that have a target.</param>
/// <param name="Configuration">How much each loss counts.</param>
internal sealed record TeacherRows(DistillationTeacher Teacher, Tensor States, TeacherConfiguration Configuration)
{
    /// <summary>Log-probabilities of consecutive rows, [count, vocabulary], single precision.</summary>
    public Tensor LogProbabilities(long first, long count) => Teacher.LogProbabilities(States.narrow(0, first, count));
}
