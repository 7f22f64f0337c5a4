using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Evaluation;

/// <summary>Measures bits per byte on held-out documents, in single precision and with causal routing.</summary>
/// <param name="parameters">The model.</param>
public sealed class HeldOutEvaluator(ModelParameters parameters)
{
    private const double BitsPerNat = 1.4426950408889634;
    private readonly RecursiveDecoder _decoder = new(parameters);

    /// <summary>Measures one source at one depth.</summary>
    public HeldOutFigure Measure(HeldOutSet set, DepthSetting depth, CancellationToken cancellationToken = default)
    {
        using var _ = no_grad();
        double nats = 0, layers = 0, weight = 0;
        foreach (var batch in set.Batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var weights = new WeightView(parameters, ScalarType.Float32);
            var result = _decoder.Run(weights, ModelInput.Of(batch, parameters.Device), depth.Routing);
            var targets = tensor(batch.Targets).to(ScalarType.Int64).to(parameters.Device); // [rows · length]
            using var predicted = targets.ge(0);
            nats += Nats(weights, result.Final.view(-1, parameters.Architecture.HiddenSize), targets);
            layers += Layers(result, depth.Routing, predicted);
            weight += batch.PredictedTokens;
        }

        return new HeldOutFigure(set.Source, depth.Name, nats * BitsPerNat / set.PredictedBytes, layers / weight, set.PredictedTokens, set.PredictedBytes);
    }

    private double Nats(WeightView weights, Tensor states, Tensor targets)
    {
        const int Rows = 1024;
        double sum = 0;
        for (long first = 0; first < states.shape[0]; first += Rows)
        {
            using var scope = NewDisposeScope();
            long count = Math.Min(Rows, states.shape[0] - first);
            var logits = _decoder.Logits(weights, states.narrow(0, first, count)); // [rows, vocabulary]
            sum += nn.functional.cross_entropy(logits, targets.narrow(0, first, count), ignore_index: PackedBatch.NoTarget, reduction: nn.Reduction.Sum).ToDouble();
        }

        return sum;
    }

    /// <summary>Layer applications of the predicted tokens.</summary>
    private double Layers(ForwardResult result, Routing routing, Tensor predicted)
    {
        var segments = parameters.Segments;
        double count = predicted.sum().ToDouble();
        int shared = segments.All.FirstOrDefault(segment => segment.Loop is not null)?.Layers.Length ?? 0;
        if (result.TokenLoops is null)
        {
            return count * segments.LayersAt(routing is Routing.Fixed limit ? limit.Loops : int.MaxValue);
        }

        double loops = result.TokenLoops.flatten().mul(predicted.to(ScalarType.Float32)).sum().ToDouble();
        return (count * segments.LayersAt(0)) + (loops * shared);
    }
}
