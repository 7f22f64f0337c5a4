using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>The trained tensors by name, in single precision; tied weights exist once.</summary>
public sealed class ModelParameters : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly List<string> _names = [];

    /// <summary>Creates randomly initialised parameters: normal with 0.02, scaled by 1/√(2 · depth) where a layer writes to the residual stream.</summary>
    /// <param name="architecture">The shape.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <param name="device">Where the parameters live.</param>
    public ModelParameters(ArchitectureConfiguration architecture, long seed, Device device)
    {
        (Architecture, Device, Segments) = (architecture, device, new DepthSegments(architecture));
        var random = new NormalRandom((ulong)seed);
        int hidden = architecture.HiddenSize, queries = architecture.HeadCount * architecture.HeadDim, keys = architecture.KvHeadCount * architecture.HeadDim;
        const double Deviation = 0.02;
        double written = Deviation / Math.Sqrt(2.0 * Segments.LayerDepth);
        Add(ParameterNames.Embedding, random, Deviation, architecture.VocabularySize, hidden);
        AddOnes(ParameterNames.FinalNorm, hidden);
        for (int layer = 0; layer < Segments.UniqueLayerCount; layer++)
        {
            AddOnes(ParameterNames.Layer(layer, ParameterNames.AttentionNorm), hidden);
            AddOnes(ParameterNames.Layer(layer, ParameterNames.FeedForwardNorm), hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Query), random, Deviation, queries, hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Key), random, Deviation, keys, hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Value), random, Deviation, keys, hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Output), random, written, hidden, queries);
            Add(ParameterNames.Layer(layer, ParameterNames.Gate), random, Deviation, architecture.IntermediateSize, hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Up), random, Deviation, architecture.IntermediateSize, hidden);
            Add(ParameterNames.Layer(layer, ParameterNames.Down), random, written, hidden, architecture.IntermediateSize);
        }

        if (!architecture.TiedHead)
        {
            Add(ParameterNames.Head, random, Deviation, architecture.VocabularySize, hidden);
        }

        AddLoopVectors();
        AddLora(random, Deviation);
        AddRouters(random, Deviation);
    }

    /// <summary>The shape.</summary>
    public ArchitectureConfiguration Architecture { get; }

    /// <summary>The unrolled depth.</summary>
    public DepthSegments Segments { get; }

    /// <summary>Where the parameters live.</summary>
    public Device Device { get; }

    /// <summary>Names in a fixed order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>A parameter.</summary>
    public Tensor this[string name] => _tensors[name];

    /// <summary>True when there is such a parameter.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Numbers stored.</summary>
    public long Count => _tensors.Values.Sum(tensor => tensor.numel());

    /// <summary>Numbers stored without the embedding and a head of its own.</summary>
    public long NonEmbeddingCount => Count - (_tensors[ParameterNames.Embedding].numel() * (Architecture.TiedHead ? 1 : 2));

    /// <summary>Replaces a parameter's values.</summary>
    /// <exception cref="TrainingException">The shape differs.</exception>
    public void Set(string name, Tensor values)
    {
        var target = _tensors[name];
        if (!target.shape.SequenceEqual(values.shape))
        {
            throw new TrainingException($"{name} has shape [{string.Join(", ", values.shape)}]; the architecture asks for [{string.Join(", ", target.shape)}].");
        }

        using var _ = no_grad();
        target.copy_(values);
    }

    /// <summary>Adds to a parameter's gradient.</summary>
    public void AddGradient(string name, Tensor gradient)
    {
        using var _ = no_grad();
        using var sum = _tensors[name].grad;
        if (sum is null)
        {
            using var first = gradient.to(ScalarType.Float32, copy: true);
            _tensors[name].grad = first;
        }
        else
        {
            sum.add_(gradient);
        }
    }

    /// <summary>True for parameters that gradients train; the balancing bias is moved by rule.</summary>
    public static bool IsTrained(string name) => name != ParameterNames.TokenRouterBias;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.grad?.Dispose();
            tensor.Dispose();
        }
    }

    private IEnumerable<LayerUse> SharedUses => Segments.All.SelectMany(segment => segment.Layers).Where(use => Architecture.Loops > 1 && IsShared(use.Layer));

    private void AddLoopVectors()
    {
        foreach (var use in SharedUses.Where(use => Architecture.HasLoopVectors && use.Loop > 0))
        {
            foreach (string part in ParameterNames.Norms)
            {
                AddOnes(ParameterNames.LoopNorm(use.Loop, use.Layer, part), Architecture.HiddenSize);
            }
        }
    }

    private void AddLora(NormalRandom random, double deviation)
    {
        if (Architecture.LoraRank == 0)
        {
            return;
        }

        foreach (var use in SharedUses)
        {
            foreach (string part in ParameterNames.Matrices)
            {
                var shape = _tensors[ParameterNames.Layer(use.Layer, part)].shape;
                Add(ParameterNames.LoraA(use.Loop, use.Layer, part), random, deviation, Architecture.LoraRank, (int)shape[1]);
                Add(ParameterNames.LoraB(use.Loop, use.Layer, part), random, 0, (int)shape[0], Architecture.LoraRank);
            }
        }
    }

    private bool IsShared(int layer) => Segments.All.SelectMany(segment => segment.Layers).Count(use => use.Layer == layer) > 1;

    private void AddRouters(NormalRandom random, double deviation)
    {
        if (Architecture.Router is not { } router)
        {
            return;
        }

        if (router.Kind == RouterKind.TokenChoice)
        {
            AddRouter(ParameterNames.TokenRouter, router.IsMlp, Architecture.Loops, random, deviation);
            Register(ParameterNames.TokenRouterBias, zeros(Architecture.Loops, device: Device), requiresGradient: false);
            return;
        }

        for (int loop = 0; loop < Architecture.Loops; loop++)
        {
            AddRouter(ParameterNames.Router(loop, auxiliary: false), router.IsMlp, 1, random, deviation);
            if (router.HasAuxiliaryRouter && loop > 0) // every token takes the first loop
            {
                AddRouter(ParameterNames.Router(loop, auxiliary: true), !router.AuxiliaryIsLinear, 1, random, deviation);
            }
        }
    }

    private void AddRouter(string name, bool isMlp, int outputs, NormalRandom random, double deviation)
    {
        int hidden = Architecture.HiddenSize;
        if (isMlp)
        {
            Add(name + ".0.weight", random, deviation, 2 * hidden, hidden);
            Add(name + ".2.weight", random, deviation, outputs, 2 * hidden);
        }
        else
        {
            Add(name + ".weight", random, deviation, outputs, hidden);
        }
    }

    private void Add(string name, NormalRandom random, double deviation, int rows, int columns)
    {
        // Drawn on the host, so that every device starts alike.
        using var host = tensor(random.Normal((long)rows * columns, deviation), rows, columns);
        Register(name, host.to(Device, copy: true), requiresGradient: true);
    }

    private void AddOnes(string name, int size) => Register(name, ones(size, device: Device), requiresGradient: true);

    private void Register(string name, Tensor values, bool requiresGradient)
    {
        _tensors.Add(name, values.DetachFromDisposeScope().requires_grad_(requiresGradient));
        _names.Add(name);
    }
}
