using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>One layer's weights on the device, and the arguments that its scripts always get.</summary>
internal sealed class DeviceLayer : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>Copies a layer whose shapes were checked.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="layer">The layer's differences.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="upload">Where they go.</param>
    /// <param name="matrix">Makes a matrix of weights and bias.</param>
    public DeviceLayer(ModelSpec spec, LayerSpec layer, LayerWeights weights, WeightUpload upload, Func<Tensor, Tensor?, DeviceMatrix> matrix)
    {
        (UsesRotary, Window) = (layer.UsesRotary, layer.AttentionWindow);
        int turning = spec.HeadDim;
        Norm = Own(upload.Stack(new WeightUpload.Part(weights.AttentionNorm)));
        FeedForwardNorm = Own(upload.Stack(new WeightUpload.Part(weights.FeedForwardNorm)));
        Projections = Own(matrix(
            upload.Stack(new(weights.Query, turning), new(weights.Key, turning), new(weights.Value)), Biases(upload, (weights.QueryBias, weights.Query, turning), (weights.KeyBias, weights.Key, turning), (weights.ValueBias, weights.Value, 0))));
        Output = Own(matrix(upload.Stack(new WeightUpload.Part(weights.Output)), Biases(upload, (weights.OutputBias, weights.Output, 0))));
        GateAndUp = Own(matrix(upload.Stack(new(weights.Gate), new(weights.Up)), Biases(upload, (weights.GateBias, weights.Gate, 0), (weights.UpBias, weights.Up, 0))));
        Down = Own(matrix(upload.Stack(new WeightUpload.Part(weights.Down)), Biases(upload, (weights.DownBias, weights.Down, 0))));
        AttentionOutputNorm = weights.AttentionOutputNorm is null ? null : Own(upload.Stack(new WeightUpload.Part(weights.AttentionOutputNorm)));
        FeedForwardOutputNorm = weights.FeedForwardOutputNorm is null ? null : Own(upload.Stack(new WeightUpload.Part(weights.FeedForwardOutputNorm)));
        HeadGain = weights.QueryNorm is null && weights.KeyNorm is null ? null : Own(HeadGains(spec, weights, upload));
        bool gelu = spec.Activation == Activation.GeluTanh;
        ProjectArguments = [Norm, Projections.Weight, Projections.Scale, Projections.Bias, HeadGain];
        FinishArguments =
        [
            Output.Weight, Output.Scale, Output.Bias, FeedForwardNorm, GateAndUp.Weight, GateAndUp.Scale, GateAndUp.Bias, Down.Weight, Down.Scale, Down.Bias,
            AttentionOutputNorm, FeedForwardOutputNorm, layer.Norms == NormPlacement.AfterSum,
        ];
        IsGelu = gelu;
    }

    /// <summary>False for layers without position encoding.</summary>
    public bool UsesRotary { get; }

    /// <summary>Positions that a row sees, its own included; null sees all.</summary>
    public int? Window { get; }

    /// <summary>True for GELU's tanh approximation, false for SiLU.</summary>
    public bool IsGelu { get; }

    /// <summary>Gain of the norm before attention, [hidden].</summary>
    public Tensor Norm { get; }

    /// <summary>Gain of the norm before the feed-forward, [hidden].</summary>
    public Tensor FeedForwardNorm { get; }

    /// <summary>Gain of the norm after attention, [hidden]; null without.</summary>
    public Tensor? AttentionOutputNorm { get; }

    /// <summary>Gain of the norm after the feed-forward, [hidden]; null without.</summary>
    public Tensor? FeedForwardOutputNorm { get; }

    /// <summary>Gains of the norms of query and key heads, [heads + kv heads, head dim]; null without.</summary>
    public Tensor? HeadGain { get; }

    /// <summary>[queries + keys + values, hidden]</summary>
    public DeviceMatrix Projections { get; }

    /// <summary>[hidden, queries]</summary>
    public DeviceMatrix Output { get; }

    /// <summary>[2 * intermediate, hidden]</summary>
    public DeviceMatrix GateAndUp { get; }

    /// <summary>[hidden, intermediate]</summary>
    public DeviceMatrix Down { get; }

    /// <summary>Weights as the scripts' first half takes them.</summary>
    public object?[] ProjectArguments { get; }

    /// <summary>Weights as the scripts' second half takes them.</summary>
    public object?[] FinishArguments { get; }

    /// <summary>Bytes of the matrices.</summary>
    public long Bytes => Projections.Bytes + Output.Bytes + GateAndUp.Bytes + Down.Bytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    private DeviceMatrix Own(DeviceMatrix matrix)
    {
        _owned.Add(matrix);
        return matrix;
    }

    // A layer may have biases for some of its fused parts only: the others get zeros.
    private static Tensor? Biases(WeightUpload upload, params ReadOnlySpan<(WeightTensor? Bias, WeightTensor Matrix, int HeadDim)> parts)
    {
        bool any = false;
        var stacked = new WeightUpload.Part[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            any |= parts[i].Bias is not null;
            stacked[i] = new(parts[i].Bias ?? WeightTensor.FromValues("zeros", [parts[i].Matrix.RowCount], new float[parts[i].Matrix.RowCount]), parts[i].HeadDim);
        }

        return any ? upload.Stack(stacked) : null;
    }

    private static Tensor HeadGains(ModelSpec spec, LayerWeights weights, WeightUpload upload)
    {
        var ones = WeightTensor.FromValues("ones", [spec.HeadDim], [.. Enumerable.Repeat(1f, spec.HeadDim)]);
        var query = new WeightUpload.Part(weights.QueryNorm ?? ones, spec.HeadDim);
        var key = new WeightUpload.Part(weights.KeyNorm ?? ones, spec.HeadDim);
        using var gains = upload.Stack([.. Enumerable.Repeat(query, spec.HeadCount), .. Enumerable.Repeat(key, spec.KvHeadCount)]);
        return gains.view(spec.HeadCount + spec.KvHeadCount, spec.HeadDim);
    }
}
