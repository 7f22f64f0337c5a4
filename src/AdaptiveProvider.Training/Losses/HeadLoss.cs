using AdaptiveProvider.Training.Kernels;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Losses;

/// <summary>
/// Cross-entropy and distillation through the final norm and head, some tokens at a time, so that the logits of a batch never exist together.
/// Gradients are computed along with the losses, so logits are computed once.
/// </summary>
/// <param name="weights">The parameters of the pass.</param>
/// <param name="epsilon">Of the norm.</param>
/// <param name="places">[targets], 64-bit: the tokens with something to predict, row after row.</param>
/// <param name="targets">[targets], 64-bit: what they are to predict; negative for places that fill up the shape.</param>
internal sealed class HeadLoss(WeightView weights, double epsilon, Tensor places, Tensor targets)
{
    private const long LogitsOnHost = 4 << 20, LogitsOnDevice = 64 << 20;

    /// <summary>The states behind the final norm.</summary>
    /// <param name="state">[batch, rows, hidden]</param>
    /// <returns>[batch · rows, hidden]</returns>
    public Tensor Normalize(Tensor state) => DecoderLayer.RmsNorm(state, weights.FinalNorm, epsilon).view(-1, state.shape[^1]);

    /// <summary>Computes the losses of one state.</summary>
    /// <param name="normalized">[batch · rows, hidden]: from <see cref="Normalize"/>.</param>
    /// <param name="factors">What they count.</param>
    public HeadTerm Of(Tensor normalized, HeadFactors factors)
    {
        using var _ = no_grad();
        var head = weights.Head;
        var gradient = zeros_like(normalized);
        double crossEntropy = 0, divergence = 0;
        long rows = ChunkRows(normalized.device_type, head.shape[0]);
        for (long first = 0; first < places.shape[0]; first += rows)
        {
            using var scope = NewDisposeScope();
            var chunk = new Chunk(places, targets, first, Math.Min(rows, places.shape[0] - first));
            var states = normalized.index_select(0, chunk.Places); // [chunk, hidden]
            var difference = linear(states, head); // [chunk, vocabulary]: logits, then their gradient
            var (loss, apart) = factors.Teacher is null && HostRows.Fits(difference)
                ? (FusedCrossEntropy.Run(difference, chunk.Targets, factors.CrossEntropy), 0)
                : Differentiate(ref difference, chunk, factors);
            crossEntropy += loss;
            divergence += apart;
            weights.AddHeadGradient(mm(difference.t(), states));
            gradient.index_add_(0, chunk.Places, mm(difference, head), 1);
        }

        return new HeadTerm(crossEntropy, divergence, normalized, gradient);
    }

    // Whole blocks of places, so that all but the last chunk of a batch have one shape.
    private static long ChunkRows(DeviceType device, long vocabulary)
    {
        long rows = (device == DeviceType.CPU ? LogitsOnHost : LogitsOnDevice) / vocabulary;
        return Math.Max(1, rows > Predicted.Block ? rows - (rows % Predicted.Block) : rows);
    }

    // The gradient of a·CE + b·KL(q ‖ p) in the logits is (a + b)·p − a·one-hot − b·q.
    private static (double CrossEntropy, double Divergence) Differentiate(ref Tensor logits, Chunk chunk, HeadFactors factors)
    {
        var type = logits.dtype;
        var logs = logits.to(ScalarType.Float32).log_softmax(1); // [chunk, vocabulary]
        var real = chunk.Targets.ge(0).unsqueeze(1); // [chunk, 1]
        var target = chunk.Targets.clamp_min(0).unsqueeze(1); // [chunk, 1]
        double crossEntropy = -logs.gather(1, target).mul(real).sum(ScalarType.Float64).ToDouble(), divergence = 0;
        var gradient = logs.exp().mul_(factors.CrossEntropy + factors.Divergence);
        gradient.scatter_add_(1, target, full(target.shape, -factors.CrossEntropy, ScalarType.Float32, logs.device));
        if (factors.Teacher is { } teacher)
        {
            var taught = teacher.LogProbabilities(chunk.First, logs.shape[0]); // [chunk, vocabulary]
            var probabilities = taught.exp();
            divergence = (taught - logs).mul_(probabilities).mul_(real).sum(ScalarType.Float64).ToDouble();
            gradient.sub_(probabilities.mul_(factors.Divergence));
        }

        logits = gradient.mul_(real).to(type);
        return (crossEntropy, divergence);
    }

    private readonly struct Chunk(Tensor places, Tensor targets, long first, long count)
    {
        public long First { get; } = first;

        public Tensor Places { get; } = places.narrow(0, first, count);

        public Tensor Targets { get; } = targets.narrow(0, first, count);
    }
}
