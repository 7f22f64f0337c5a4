using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>The weights of one layer application, packed for the kernels. The matrices belong to the model.</summary>
internal sealed unsafe class PackedLayer : IDisposable
{
    private readonly AlignedMemory _gains;

    /// <summary>Packs a layer whose shapes were checked.</summary>
    public PackedLayer(ModelSpec spec, LayerSpec layer, LayerWeights weights, PackedMatrices matrices)
    {
        UsesRotary = layer.UsesRotary;
        Window = layer.AttentionWindow ?? int.MaxValue;
        Norms = layer.Norms;
        _gains = new AlignedMemory((4L * spec.HiddenSize + 2L * spec.HeadDim) * sizeof(float));
        float* gains = (float*)_gains.Data;
        AttentionNorm = Load(weights.AttentionNorm, gains);
        FeedForwardNorm = Load(weights.FeedForwardNorm, gains + spec.HiddenSize);
        AttentionOutputNorm = Load(weights.AttentionOutputNorm, gains + (2 * spec.HiddenSize));
        FeedForwardOutputNorm = Load(weights.FeedForwardOutputNorm, gains + (3 * spec.HiddenSize));
        QueryNorm = Load(weights.QueryNorm, gains + (4 * spec.HiddenSize));
        KeyNorm = Load(weights.KeyNorm, gains + (4 * spec.HiddenSize) + spec.HeadDim);
        var adapters = weights.Adapters;
        Projections = matrices.Stacked(
            new LinearPart(weights.Query, weights.QueryBias, adapters?.Query),
            new LinearPart(weights.Key, weights.KeyBias, adapters?.Key),
            new LinearPart(weights.Value, weights.ValueBias, adapters?.Value));
        Output = matrices.Stacked(new LinearPart(weights.Output, weights.OutputBias, adapters?.Output));
        GateAndUp = matrices.Gated(new LinearPart(weights.Gate, weights.GateBias, adapters?.Gate), new LinearPart(weights.Up, weights.UpBias, adapters?.Up));
        Down = matrices.Stacked(new LinearPart(weights.Down, weights.DownBias, adapters?.Down));
    }

    /// <summary>False for layers without position encoding.</summary>
    public bool UsesRotary { get; }

    /// <summary>Positions that a row sees, its own included; <see cref="int.MaxValue"/> sees all.</summary>
    public int Window { get; }

    /// <summary>Where the norms stand.</summary>
    public NormPlacement Norms { get; }

    /// <summary>Gain of the norm before attention, [hidden].</summary>
    public float* AttentionNorm { get; }

    /// <summary>Gain of the norm before the feed-forward, [hidden].</summary>
    public float* FeedForwardNorm { get; }

    /// <summary>Gain of the norm after attention, [hidden]; null without.</summary>
    public float* AttentionOutputNorm { get; }

    /// <summary>Gain of the norm after the feed-forward, [hidden]; null without.</summary>
    public float* FeedForwardOutputNorm { get; }

    /// <summary>Gain of the per-head query norm, [head dim]; null without.</summary>
    public float* QueryNorm { get; }

    /// <summary>Gain of the per-head key norm, [head dim]; null without.</summary>
    public float* KeyNorm { get; }

    /// <summary>[queries + keys + values, hidden]</summary>
    public WeightMatrix Projections { get; }

    /// <summary>[hidden, queries]</summary>
    public WeightMatrix Output { get; }

    /// <summary>[intermediate, hidden], gated.</summary>
    public WeightMatrix GateAndUp { get; }

    /// <summary>[hidden, intermediate]</summary>
    public WeightMatrix Down { get; }

    /// <summary>Bytes held besides the matrices, which others may share.</summary>
    public long Bytes => _gains.Bytes;

    /// <inheritdoc/>
    public void Dispose() => _gains.Dispose();

    private static float* Load(WeightTensor? tensor, float* destination)
    {
        if (tensor is null)
        {
            return null;
        }

        for (int i = 0; i < tensor.Shape[0]; i++)
        {
            tensor.CopyRowTo(i, new Span<float>(destination + i, 1));
        }

        return destination;
    }
}
