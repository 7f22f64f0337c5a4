using System.Collections.Immutable;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>All weights, packed once. Layers that share weights share their packing.</summary>
internal sealed unsafe class PackedModel : IDisposable
{
    private readonly AlignedMemory _finalNorm;
    private readonly PackedMatrices _matrices;
    private readonly Dictionary<(LayerWeights, LayerSpec), PackedLayer> _distinct = [];
    private readonly PackedLayer[][] _layers; // [layers][loops]

    /// <summary>Packs a model's weights.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="weights">Its weights; of these only the embedding is read later.</param>
    /// <param name="precision">What the linear weights are kept in.</param>
    /// <param name="draftVocabulary">Tokens of a draft head; empty for none.</param>
    /// <param name="team">Does the work.</param>
    /// <param name="kernels">The kernels that will read it.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Stops between layers.</param>
    /// <exception cref="Models.ModelFormatException">A tensor's shape is not what the specification says.</exception>
    public PackedModel(
        ModelSpec spec,
        DecoderWeights weights,
        Precision precision,
        ImmutableArray<int> draftVocabulary,
        WorkerTeam team,
        KernelSet kernels,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        WeightShapes.Check(spec, weights);
        Spec = spec;
        Embedding = weights.Embedding;
        _matrices = new PackedMatrices(precision, spec.Activation, team, kernels);
        _layers = [.. spec.Layers.Select((_, layer) => new PackedLayer[Loops(spec, layer)])];
        _finalNorm = new AlignedMemory((long)spec.HiddenSize * sizeof(float));
        try
        {
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                for (int loop = 0; loop < _layers[layer].Length; loop++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    _layers[layer][loop] = Pack(spec.Layers[layer], weights.LayerAt(layer, loop));
                }

                progress?.Report((layer + 1) / (_layers.Length + 1.0));
            }

            for (int i = 0; i < spec.HiddenSize; i++)
            {
                weights.FinalNorm.CopyRowTo(i, new Span<float>(FinalNorm + i, 1));
            }

            Router = spec.Router is null ? null : new PackedRouter(spec.Router, weights.Router!, kernels.Math, team.Count);
            Injection = weights.Loops?.Injection is { } injection ? _matrices.Stacked(new LinearPart(injection, null, null)) : null;
            Gate = spec.Loops is { HasGate: true } ? new ExitGate(weights.Loops!, kernels.Math) : null;
            Classifiers = spec.ClassifierExits.IsEmpty ? null : new ExitClassifiers(spec, weights, kernels.Math);
            Head = _matrices.Stacked(new LinearPart(weights.Head, null, null));
            DraftHead = draftVocabulary.IsEmpty ? null : DraftHead.Pack(weights.Head, draftVocabulary, _matrices);
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

    /// <summary>The router; null without.</summary>
    public PackedRouter? Router { get; }

    /// <summary>Makes a loop's input of state and stage input, [hidden, 2 * hidden]; null without.</summary>
    public WeightMatrix? Injection { get; }

    /// <summary>The gate after each loop; null without.</summary>
    public ExitGate? Gate { get; }

    /// <summary>The trained classifiers of exits; null without.</summary>
    public ExitClassifiers? Classifiers { get; }

    /// <summary>Gain of the final norm, [hidden].</summary>
    public float* FinalNorm => (float*)_finalNorm.Data;

    /// <summary>[vocabulary, hidden]</summary>
    public WeightMatrix Head { get; } = null!;

    /// <summary>The head that drafts are drawn from; null without.</summary>
    public DraftHead? DraftHead { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _finalNorm.Bytes + (Router?.Bytes ?? 0) + (Gate?.Bytes ?? 0) + (Classifiers?.Bytes ?? 0) + _distinct.Values.Sum(layer => layer.Bytes) + _matrices.All.Sum(matrix => matrix.Bytes);

    /// <summary>Root mean square of the linear weights' packing errors over that of the weights.</summary>
    public double WeightError => _matrices.All.Aggregate(default(QuantizationError), (error, matrix) => error.With(matrix.Error)).RelativeRootMeanSquare;

    /// <summary>The weights of a layer in a loop of its stage.</summary>
    public PackedLayer Layer(int layer, int loop) => _layers[layer][loop];

    /// <summary>True when the loops of a stage do not all use the same weights, so that rows of different loops cannot run together.</summary>
    public bool HasLoopWeights(Stage stage)
        => Enumerable.Range(stage.FirstLayer, stage.LayerCount).Any(layer => Enumerable.Range(1, stage.Loops - 1).Any(loop => _layers[layer][loop] != _layers[layer][0]));

    /// <inheritdoc/>
    public void Dispose()
    {
        _finalNorm.Dispose();
        _matrices.Dispose();
        Router?.Dispose();
        Gate?.Dispose();
        Classifiers?.Dispose();
        foreach (var layer in _distinct.Values)
        {
            layer.Dispose();
        }
    }

    // Most often a stage holds the layer; a layer that several do has the loops of the one with most.
    private static int Loops(ModelSpec spec, int layer)
        => spec.Layout.Stages.Where(stage => layer >= stage.FirstLayer && layer < stage.FirstLayer + stage.LayerCount).Select(stage => stage.Loops).DefaultIfEmpty(1).Max();

    private PackedLayer Pack(LayerSpec layer, LayerWeights weights)
    {
        if (!_distinct.TryGetValue((weights, layer), out var packed))
        {
            packed = new PackedLayer(Spec, layer, weights, _matrices);
            _distinct.Add((weights, layer), packed);
        }

        return packed;
    }
}
