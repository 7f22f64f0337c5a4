using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>All weights on the device. Layers that share weights share their copy.</summary>
internal sealed class DeviceModel : IDisposable
{
    private readonly Dictionary<(LayerWeights, LayerSpec), DeviceLayer> _distinct = [];

    /// <summary>Copies a model's weights.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="weights">Its weights; not read later.</param>
    /// <param name="upload">Where they go, in which type.</param>
    /// <param name="inBytes">Round the matrices to signed bytes.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    public DeviceModel(ModelSpec spec, DecoderWeights weights, WeightUpload upload, bool inBytes, IProgress<double>? progress, CancellationToken cancellation)
    {
        WeightShapes.Check(spec, weights);
        Spec = spec;
        Layers = new DeviceLayer[spec.Layers.Length];
        Func<Tensor, Tensor?, DeviceMatrix> matrix = inBytes ? DeviceMatrix.InBytes : DeviceMatrix.Plain;
        try
        {
            Embedding = upload.Stack(new WeightUpload.Part(weights.Embedding)).DetachFromDisposeScope();
            FinalNorm = upload.Stack(new WeightUpload.Part(weights.FinalNorm)).DetachFromDisposeScope();
            for (int i = 0; i < Layers.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var key = (weights.Layers[i], spec.Layers[i]);
                if (!_distinct.TryGetValue(key, out var layer))
                {
                    layer = new DeviceLayer(spec, spec.Layers[i], weights.Layers[i], upload, matrix);
                    _distinct.Add(key, layer);
                }

                Layers[i] = layer;
                progress?.Report((i + 1) / (Layers.Length + 1.0));
            }

            bool sharesEmbedding = !inBytes && ReferenceEquals(weights.Head, weights.Embedding);
            Head = matrix(sharesEmbedding ? Embedding.alias() : upload.Stack(new WeightUpload.Part(weights.Head)), null);
            progress?.Report(1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The mathematics.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Token embedding, [vocabulary, hidden].</summary>
    public Tensor Embedding { get; } = null!;

    /// <summary>The weight layers.</summary>
    public DeviceLayer[] Layers { get; }

    /// <summary>Gain of the final norm, [hidden].</summary>
    public Tensor FinalNorm { get; } = null!;

    /// <summary>[vocabulary, hidden]</summary>
    public DeviceMatrix Head { get; } = null!;

    /// <summary>Bytes held; a head that is the embedding counts once.</summary>
    public long Bytes => (Embedding.NumberOfElements * Embedding.ElementSize) + _distinct.Values.Sum(layer => layer.Bytes)
        + (Spec.TiedHead && Head.Scale is null ? 0 : Head.Bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Embedding?.Dispose();
        FinalNorm?.Dispose();
        Head?.Dispose();
        foreach (var layer in _distinct.Values)
        {
            layer.Dispose();
        }
    }
}
