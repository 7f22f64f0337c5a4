using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>All weights on the device. Layers that share weights share their copy.</summary>
internal sealed class DeviceModel : IDisposable
{
    private readonly Dictionary<(LayerWeights, LayerSpec), DeviceLayer> _distinct = [];
    private readonly DeviceLayer[][] _layers; // [layers][loops]

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
        _layers = [.. weights.Layers.Select((_, layer) => new DeviceLayer[LoopsOf(spec, layer)])];
        Func<Tensor, Tensor?, DeviceMatrix> matrix = inBytes ? DeviceMatrix.InBytes : DeviceMatrix.Plain;
        try
        {
            Embedding = upload.Stack(new WeightUpload.Part(weights.Embedding)).DetachFromDisposeScope();
            FinalNorm = upload.Stack(new WeightUpload.Part(weights.FinalNorm)).DetachFromDisposeScope();
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                for (int loop = 0; loop < _layers[layer].Length; loop++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    _layers[layer][loop] = Distinct(spec.Layers[layer], weights.LayerAt(layer, loop), upload, matrix);
                }

                progress?.Report((layer + 1) / (_layers.Length + 1.0));
            }

            Injection = weights.Loops?.Injection is { } injection ? matrix(upload.Stack(new WeightUpload.Part(injection)), null) : null;
            Gate = spec.Loops is { HasGate: true } ? new ExitGate(weights.Loops!, upload.Device) : null;
            Classifiers = spec.ClassifierExits.IsEmpty ? null : new ExitClassifiers(spec, weights, upload.Device);
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

    /// <summary>Gain of the final norm, [hidden].</summary>
    public Tensor FinalNorm { get; } = null!;

    /// <summary>[vocabulary, hidden]</summary>
    public DeviceMatrix Head { get; } = null!;

    /// <summary>Makes a loop's input of state and stage input, [hidden, 2 * hidden]; null without.</summary>
    public DeviceMatrix? Injection { get; }

    /// <summary>The gate after each loop; null without.</summary>
    public ExitGate? Gate { get; }

    /// <summary>The trained classifiers of exits; null without.</summary>
    public ExitClassifiers? Classifiers { get; }

    /// <summary>The head's rows of the draft vocabulary; null without.</summary>
    public DraftHead? DraftHead { get; private set; }

    /// <summary>A weight layer in a loop of its stage.</summary>
    public DeviceLayer Layer(int layer, int loop) => _layers[layer][loop];

    /// <summary>True when loops of a stage have weights of their own.</summary>
    public bool LoopsDiffer(int stage) => Spec.Layout.Stages[stage] is var run && Enumerable.Range(run.FirstLayer, run.LayerCount).Any(layer => _layers[layer].Distinct().Count() > 1);

    /// <summary>Bytes held; a head that is the embedding counts once.</summary>
    public long Bytes => (Embedding.NumberOfElements * Embedding.ElementSize) + _distinct.Values.Sum(layer => layer.Bytes)
        + (Spec.TiedHead && Head.Scale is null ? 0 : Head.Bytes) + (DraftHead?.Bytes ?? 0) + (Injection?.Bytes ?? 0);

    /// <summary>Adds a head that draws among some tokens only.</summary>
    public void AddDraftHead(ReadOnlySpan<int> tokens) => DraftHead = new DraftHead(Head, tokens);

    // Low-rank pairs are added to the weights: a loop then costs what any other does, and takes the memory of weights of its own.
    private DeviceLayer Distinct(LayerSpec spec, LayerWeights weights, WeightUpload upload, Func<Tensor, Tensor?, DeviceMatrix> matrix)
    {
        if (!_distinct.TryGetValue((weights, spec), out var layer))
        {
            layer = new DeviceLayer(Spec, spec, weights.Merged(), upload, matrix);
            _distinct.Add((weights, spec), layer);
        }

        return layer;
    }

    private static int LoopsOf(ModelSpec spec, int layer)
        => spec.Layout.Stages.Where(stage => layer >= stage.FirstLayer && layer < stage.FirstLayer + stage.LayerCount).Select(stage => stage.Loops).DefaultIfEmpty(1).Max();

    /// <inheritdoc/>
    public void Dispose()
    {
        Embedding?.Dispose();
        FinalNorm?.Dispose();
        Head?.Dispose();
        DraftHead?.Dispose();
        Injection?.Dispose();
        Gate?.Dispose();
        Classifiers?.Dispose();
        foreach (var layer in _distinct.Values)
        {
            layer.Dispose();
        }
    }
}
