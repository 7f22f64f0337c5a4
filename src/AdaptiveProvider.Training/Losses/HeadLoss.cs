using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Cross-entropy through the final norm and head, some rows at a time, so that the logits of a batch never exist together.</summary>
internal static class HeadLoss
{
    private const int ChunkRows = 1024;

    /// <summary>Gives the losses, and a scalar whose gradient is theirs.</summary>
    /// <param name="state">[rows, hidden]: states of rows that have a target.</param>
    /// <param name="targets">[rows]</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="epsilon">Of the norm.</param>
    /// <param name="scale">Factor of the losses in the objective.</param>
    /// <param name="teacher">What a teacher thinks of the same rows; null without one.</param>
    /// <remarks>Gradients are computed along with the losses, so logits are computed once.</remarks>
    public static HeadLosses Of(Tensor state, Tensor targets, WeightView weights, double epsilon, double scale, TeacherRows? teacher = null)
    {
        var normalized = DecoderLayer.RmsNorm(state, weights.FinalNorm, epsilon); // [rows, hidden]
        var head = weights.Head;
        Tensor loss, rowGradient, headGradient;
        Tensor? divergence;
        using (no_grad())
        {
            var (rows, matrix) = (normalized.detach(), head.detach());
            loss = zeros(1, device: state.device);
            divergence = teacher is null ? null : zeros(1, device: state.device);
            var rowGradients = new List<Tensor>();
            headGradient = zeros_like(matrix, ScalarType.Float32);
            for (long first = 0; first < rows.shape[0]; first += ChunkRows)
            {
                using var scope = NewDisposeScope();
                long count = Math.Min(ChunkRows, rows.shape[0] - first);
                var chunk = rows.narrow(0, first, count);
                var target = targets.narrow(0, first, count).unsqueeze(1); // [chunk, 1]
                var logits = linear(chunk, matrix).to(ScalarType.Float32); // [chunk, vocabulary]
                var own = logits.sub_(logits.logsumexp(1, keepdim: true)); // log-probabilities
                loss.sub_(own.gather(1, target).sum());
                var difference = teacher is null
                    ? Difference(own, target, 1, 0, null)
                    : Difference(own, target, teacher.Configuration.CrossEntropyCoefficient, teacher.Configuration.Coefficient, Expected(teacher, first, own, divergence!));
                var gradient = difference.mul_(scale).to(chunk.dtype);
                headGradient.add_(mm(gradient.t(), chunk));
                rowGradients.Add(mm(gradient, matrix).MoveToOuterDisposeScope());
            }

            rowGradient = cat(rowGradients, 0);
        }

        var objective = (normalized * rowGradient).sum(ScalarType.Float32) + (head * headGradient.to(head.dtype)).sum(ScalarType.Float32);
        return new HeadLosses(loss, divergence, objective);
    }

    /// <summary>The teacher's probabilities, [chunk, vocabulary]; adds KL(teacher ‖ own) to the divergence.</summary>
    private static Tensor Expected(TeacherRows teacher, long first, Tensor own, Tensor divergence)
    {
        var expected = teacher.LogProbabilities(first, own.shape[0]); // [chunk, vocabulary]
        var probabilities = expected.exp();
        divergence.add_((expected - own).mul_(probabilities).sum());
        return probabilities;
    }

    // The gradient of both losses by the logits: (c + k) · softmax − c · one-hot − k · the teacher's. Overwrites its arguments.
    private static Tensor Difference(Tensor own, Tensor target, double crossEntropy, double teacher, Tensor? expected)
    {
        var difference = own.exp_().mul_(crossEntropy + teacher)
            .scatter_add_(1, target, full(target.shape, (float)-crossEntropy, device: own.device)); // [chunk, vocabulary]
        return expected is null ? difference : difference.sub_(expected.mul_(teacher));
    }
}
