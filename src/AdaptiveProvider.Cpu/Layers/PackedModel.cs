using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>All weights, packed once. Layers that share weights share their packing.</summary>
internal sealed unsafe class PackedModel : IDisposable
{
    private readonly AlignedMemory _finalNorm;
    private readonly Dictionary<(LayerWeights, LayerSpec), PackedLayer> _distinct = [];

    /// <summary>Packs a model's weights.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="weights">Its weights; of these only the embedding is read later.</param>
    /// <param name="precision">What the linear weights are kept in.</param>
    /// <param name="team">Does the work.</param>
    /// <param name="kernels">The kernels that will read it.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="Models.ModelFormatException">A tensor's shape is not what the specification says.</exception>
    public PackedModel(
        ModelSpec spec, DecoderWeights weights, Precision precision, WorkerTeam team, KernelSet kernels, IProgress<double>? progress, CancellationToken cancellation)
    {
        WeightShapes.Check(spec, weights);
        Spec = spec;
        Embedding = weights.Embedding;
        Layers = new PackedLayer[spec.Layers.Length];
        _finalNorm = new AlignedMemory((long)spec.HiddenSize * sizeof(float));
        try
        {
            for (int i = 0; i < Layers.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var key = (weights.Layers[i], spec.Layers[i]);
                if (!_distinct.TryGetValue(key, out var layer))
                {
                    layer = new PackedLayer(spec, spec.Layers[i], weights.Layers[i], precision, team, kernels);
                    _distinct.Add(key, layer);
                }

                Layers[i] = layer;
                progress?.Report((i + 1) / (Layers.Length + 1.0));
            }

            for (int i = 0; i < spec.HiddenSize; i++)
            {
                weights.FinalNorm.CopyRowTo(i, new Span<float>(FinalNorm + i, 1));
            }

            Head = WeightMatrix.Pack(precision, WeightRows.Stacked([weights.Head]), team, kernels);
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

    /// <summary>Token embedding as stored, [vocabulary, hidden].</summary>
    public WeightTensor Embedding { get; }

    /// <summary>The weight layers.</summary>
    public PackedLayer[] Layers { get; }

    /// <summary>Gain of the final norm, [hidden].</summary>
    public float* FinalNorm => (float*)_finalNorm.Data;

    /// <summary>[vocabulary, hidden]</summary>
    public WeightMatrix Head { get; } = null!;

    /// <summary>Bytes held.</summary>
    public long Bytes => _finalNorm.Bytes + Head.Bytes + _distinct.Values.Sum(layer => layer.Bytes);

    /// <summary>Root mean square of the linear weights' packing errors over that of the weights.</summary>
    public double WeightError => Matrices.Aggregate(default(QuantizationError), (error, matrix) => error.With(matrix.Error)).RelativeRootMeanSquare;

    private IEnumerable<WeightMatrix> Matrices => [.. _distinct.Values.SelectMany(layer => layer.Matrices), Head];

    /// <inheritdoc/>
    public void Dispose()
    {
        _finalNorm.Dispose();
        Head?.Dispose();
        foreach (var layer in _distinct.Values)
        {
            layer.Dispose();
        }
    }
}
