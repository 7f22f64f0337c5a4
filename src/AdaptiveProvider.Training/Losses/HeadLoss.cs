using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Cross-entropy through the final norm and head, some rows at a time, so that the logits of a batch never exist together.</summary>
internal static class HeadLoss
{
    private const int ChunkRows = 1024;

    /// <summary>Gives the loss, and a scalar whose gradient is the loss's.</summary>
    /// <param name="state">[rows, hidden]: states of rows that have a target.</param>
    /// <param name="targets">[rows]</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="epsilon">Of the norm.</param>
    /// <param name="scale">Factor of the loss in the objective.</param>
    /// <returns>
    /// Loss: the sum over rows in nats, without the factor, no gradient. Objective: a scalar whose gradient is scale times that of the loss;
    /// its own value means nothing. Gradients are computed along with the loss, so logits are computed once.
    /// </returns>
    public static (Tensor Loss, Tensor Objective) Of(Tensor state, Tensor targets, WeightView weights, double epsilon, double scale)
    {
        var normalized = DecoderLayer.RmsNorm(state, weights.FinalNorm, epsilon); // [rows, hidden]
        var head = weights.Head;
        Tensor loss, rowGradient, headGradient;
        using (no_grad())
        {
            var (rows, matrix) = (normalized.detach(), head.detach());
            loss = zeros(1, device: state.device);
            var rowGradients = new List<Tensor>();
            headGradient = zeros_like(matrix, ScalarType.Float32);
            for (long first = 0; first < rows.shape[0]; first += ChunkRows)
            {
                using var scope = NewDisposeScope();
                long count = Math.Min(ChunkRows, rows.shape[0] - first);
                var chunk = rows.narrow(0, first, count);
                var target = targets.narrow(0, first, count).unsqueeze(1); // [chunk, 1]
                var logits = linear(chunk, matrix).to(ScalarType.Float32); // [chunk, vocabulary]
                var total = logits.logsumexp(1, keepdim: true); // [chunk, 1]
                loss.add_((total - logits.gather(1, target)).sum());
                var difference = logits.sub_(total).exp_() // softmax minus one-hot, times the factor
                    .scatter_add_(1, target, full(target.shape, -1f, device: state.device)).mul_(scale).to(chunk.dtype);
                headGradient.add_(mm(difference.t(), chunk));
                rowGradients.Add(mm(difference, matrix).MoveToOuterDisposeScope());
            }

            rowGradient = cat(rowGradients, 0);
        }

        return (loss, (normalized * rowGradient).sum(ScalarType.Float32) + (head * headGradient.to(head.dtype)).sum(ScalarType.Float32));
    }
}
