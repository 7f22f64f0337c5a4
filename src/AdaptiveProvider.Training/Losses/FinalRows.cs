using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Losses;

/// <summary>The model's own final output as a teacher of its exits.</summary>
/// <param name="states">[targets, hidden]: final states behind the final norm, detached.</param>
/// <param name="head">[vocabulary, hidden], without gradient.</param>
internal sealed class FinalRows(Tensor states, Tensor head) : ITeacherRows
{
    /// <inheritdoc/>
    public Tensor LogProbabilities(long first, long count)
    {
        using var scope = NewDisposeScope();
        return linear(states.narrow(0, first, count), head).to(ScalarType.Float32).log_softmax(1).MoveToOuterDisposeScope();
    }
}
