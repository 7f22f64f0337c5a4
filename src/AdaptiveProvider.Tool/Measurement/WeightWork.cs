using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>What a token costs at a depth, in weights that are multiplied with its state: the bound of what less depth can save.</summary>
/// <remarks>
/// Counted are the seven matrices of a layer (query, key, value, output, gate, up, down), their mean over the applications at full depth, and the head
/// once per token. Left out is what is small or depends on the length: norms, routers, attention over the cache.
/// </remarks>
/// <param name="LayerWeights">Weights of a layer application.</param>
/// <param name="HeadWeights">Weights of the head.</param>
/// <param name="LayerDepth">Layer applications of full depth.</param>
internal sealed record WeightWork(double LayerWeights, double HeadWeights, int LayerDepth)
{
    /// <summary>Counts a model's weights.</summary>
    public static WeightWork Of(ModelSpec spec, DecoderWeights weights)
    {
        long sum = 0;
        foreach (var pass in spec.Layout.Passes)
        {
            int first = spec.Layout.Stages[pass.StageIndex].FirstLayer;
            sum += Enumerable.Range(first, pass.LayerCount).Sum(layer => Count(weights.LayerAt(layer, pass.Loop)));
        }

        return new WeightWork((double)sum / spec.Layout.LayerDepth, weights.Head.ElementCount, spec.Layout.LayerDepth);
    }

    /// <summary>How much faster than full depth a token of a mean depth could be if time were multiplications alone; at least 1.</summary>
    /// <param name="meanDepth">As a share of full depth.</param>
    public double Bound(double meanDepth)
        => ((LayerWeights * LayerDepth) + HeadWeights) / ((LayerWeights * LayerDepth * meanDepth) + HeadWeights);

    private static long Count(LayerWeights layer)
        => ((WeightTensor[])[layer.Query, layer.Key, layer.Value, layer.Output, layer.Gate, layer.Up, layer.Down]).Sum(matrix => matrix.ElementCount);
}
