using System.Collections.Immutable;
using System.Globalization;
using AdaptiveProvider.Cpu.Attention;
using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.KeyValues;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu;

/// <summary>Runs step plans on the processor with managed SIMD kernels.</summary>
/// <remarks>
/// A row's result has the same bits alone and in any batch, for any chunking of its prompt and any number of threads.
/// Weights are packed once at load; afterwards only the embedding is read where it was, so whatever owns the weights (a
/// <see cref="ModelFolder"/>) must outlive the executor, while the system may drop the other mapped pages.
/// </remarks>
public sealed class CpuModelExecutor : IModelExecutor
{
    private const int DefaultSlotLength = 4096;

    private readonly WorkerTeam _team;
    private readonly PackedModel _model;
    private readonly KvStore _store;
    private readonly KeptStates _kept;
    private readonly RotaryTable _rotary;
    private readonly RaggedAttention _attention;
    private readonly SelectedRows? _selected;
    private readonly StepRunner _runner;
    private readonly StepRows _rows;
    private readonly StepPlanChecker _checker;
    private bool _disposed;

    private CpuModelExecutor(WorkerTeam team, PackedModel model, KernelSet kernels, KvShape shape, KvPlanes planes, CpuExecutorOptions options)
    {
        (_team, _model) = (team, model);
        var spec = model.Spec;
        int rowsMax = options.StepRowsMax;
        _store = new KvStore(shape, kernels.Math, AvailableBytes);
        _kept = new KeptStates(shape.SlotCount, options.KeptRowsMax, spec.HiddenSize, spec.Loops?.Start is not null);
        _rotary = new RotaryTable(spec.RotaryFrequencies.AsSpan(), spec.RotaryScale, shape.SlotLength);
        _attention = new RaggedAttention(kernels, new AttentionShape(spec), _store, _rotary, team.Count);
        _selected = spec.Router is not { } router ? null
            : new SelectedRows(spec.Layout.Stages[router.Stage], shape.SlotCount, shape.SlotLength, spec.KvHeadCount, _attention.TaskRows, rowsMax);
        _runner = new StepRunner(
            model,
            new LayerRunner(model, _attention, team, kernels, options.Weights, rowsMax),
            new HeadRunner(model, team, kernels, options.Weights, rowsMax),
            new StateMeasures(model, kernels.Math, Math.Min(shape.SlotCount, rowsMax)),
            _kept,
            new LoopBoundary(model, team, kernels, options.Weights, rowsMax),
            _selected,
            team,
            kernels.Math,
            rowsMax);
        bool[] separatesLoops = [.. spec.Layout.Stages.Select(model.HasLoopWeights)];
        _rows = new StepRows(spec.Layout, planes, separatesLoops, model.DraftHead is not null, new PassLists(spec.KvHeadCount, _attention.TaskRows), rowsMax);
        string error = options.Weights == Precision.F32 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * WeightError:F2} % from the stored ones)");
        string device = $"CPU, {kernels.Tier} instructions, {team.Count} threads, {options.Weights} weights{error}, {shape.ElementType} cache";
        Info = new ExecutorInfo(spec.Layout, spec.VocabularySize, shape.SlotCount, shape.SlotLength, rowsMax, device)
        {
            KeptRowsMax = options.KeptRowsMax,
            RouterThreshold = spec.Router is { Kind: RouterKind.ExpertChoice } chooser ? chooser.Threshold : float.NaN,
            GateThreshold = spec.Loops is { HasGate: true } gated ? gated.ExitThreshold : float.NaN,
            DraftVocabularySize = options.DraftVocabulary.Length,
            Measures = MeasuresOf(spec),
            ClassifierExits = spec.ClassifierExits,
        };
        _checker = new StepPlanChecker(Info, _kept.Rows);
    }

    /// <inheritdoc/>
    public ExecutorInfo Info { get; }

    /// <summary>Where the memory goes.</summary>
    public CpuMemoryUse Memory => new(
        _model.Bytes, (long)_store.Shape.Bytes, _store.Shape.BytesPerToken, _runner.Bytes + _attention.Bytes + _kept.Bytes + _rotary.Bytes);

    /// <summary>Root mean square of the packed linear weights' differences from the stored ones, over that of the stored ones.</summary>
    public double WeightError => _model.WeightError;

    /// <summary>The positions that hold a place in the planes of a routed loop after the first.</summary>
    internal ReadOnlySpan<int> LoopPositions(int slot, int loop) => _selected!.Entries.Positions(slot, loop);

    private static long AvailableBytes
    {
        get
        {
            var memory = GC.GetGCMemoryInfo();
            return memory.TotalAvailableMemoryBytes > 0 ? memory.TotalAvailableMemoryBytes - Environment.WorkingSet : long.MaxValue;
        }
    }

    /// <summary>Packs a model's weights and reserves everything that its steps need.</summary>
    /// <param name="spec">The model's mathematics.</param>
    /// <param name="weights">Its weights; the embedding must stay readable while the executor lives.</param>
    /// <param name="options">How to keep and run it; null takes the defaults.</param>
    /// <param name="progress">Told the fraction that is done, from 0 to 1.</param>
    /// <param name="ct">Stops loading between layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ModelFormatException">The weights do not match the specification, or it asks for something that is not supported.</exception>
    /// <exception cref="ExecutorMemoryException">The key/value cache does not fit the memory; the message says what to lower.</exception>
    public static CpuModelExecutor Load(
        ModelSpec spec, DecoderWeights weights, CpuExecutorOptions? options = null, IProgress<double>? progress = null, CancellationToken ct = default)
        => LoadWith(KernelSet.Best, spec, weights, options, progress, ct);

    /// <inheritdoc/>
    public void Execute(StepPlan plan, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        ObjectDisposedException.ThrowIf(_disposed, this);
        result.Clear();
        _checker.Check(plan);
        if (plan.Items.Count == 0)
        {
            return;
        }

        _rows.Load(plan);
        _runner.Run(_rows, result);
    }

    /// <inheritdoc/>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sourceSlot, (uint)Info.SlotCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)targetSlot, (uint)Info.SlotCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Info.SlotLength);
        if (sourceSlot != targetSlot)
        {
            _store.CopyPrefix(sourceSlot, targetSlot, length);
            _selected?.Entries.CopyPrefix(sourceSlot, targetSlot, length);
            _kept.Rows.ForgetFrom(targetSlot, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _team.Dispose();
        _runner.Dispose();
        _attention.Dispose();
        _rotary.Dispose();
        _kept.Dispose();
        _store.Dispose();
        _model.Dispose();
    }

    /// <summary>Loads with the kernels of one instruction tier.</summary>
    internal static CpuModelExecutor LoadWith(
        KernelSet kernels, ModelSpec spec, DecoderWeights weights, CpuExecutorOptions? options, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        options = (options ?? new CpuExecutorOptions()).Validated(spec.VocabularySize);
        int slotLength = Math.Min(spec.ContextLength, options.SlotLength ?? DefaultSlotLength);
        RequireSupportedRouting(spec);
        var planes = new KvPlanes(spec.Layout);
        var shape = new KvShape(planes.Count, options.SlotCount, slotLength, spec.KvHeadCount, spec.HeadDim, ElementTypeOf(options));
        KvStore.RequireMemory(shape, AvailableBytes);
        var team = new WorkerTeam(options.Threads ?? Environment.ProcessorCount);
        PackedModel? model = null;
        try
        {
            model = new PackedModel(spec, weights, options.Weights, options.DraftVocabulary, team, kernels, progress, ct);
            return new CpuModelExecutor(team, model, kernels, shape, planes, options);
        }
        catch
        {
            team.Dispose();
            model?.Dispose();
            throw;
        }
    }

    private static void RequireSupportedRouting(ModelSpec spec)
    {
        if (spec.Router is not { } router)
        {
            return;
        }

        var stage = spec.Layout.Stages[router.Stage];
        if (!StageLayout.IsRouted(stage))
        {
            throw new ModelFormatException(spec.Architecture, $"stages[{router.Stage}].exit", $"a router chooses the loops of the stage, but its exit is {stage.Exit}.");
        }

        if (stage.KvPolicy == KvPolicy.SingleOverwritten)
        {
            throw new ModelFormatException(spec.Architecture, $"stages[{router.Stage}].kv_policy", "a routed stage does not support SingleOverwritten; use RecursionWise or SharedFirst.");
        }

        if (spec.Layers.AsSpan(stage.FirstLayer, stage.LayerCount).ToArray().Any(layer => layer.AttentionWindow is not null))
        {
            throw new ModelFormatException(spec.Architecture, "sliding_window", "a routed stage does not support attention windows.");
        }
    }

    private static ImmutableArray<ExitMeasure> MeasuresOf(ModelSpec spec)
    {
        ImmutableArray<ExitMeasure> measures = [ExitMeasure.Margin, ExitMeasure.MaxProbability, ExitMeasure.Entropy, ExitMeasure.Cosine, ExitMeasure.RelativeChange];
        measures = spec.Router?.Kind == RouterKind.ExpertChoice ? measures.Add(ExitMeasure.RouterScore) : measures;
        measures = spec.ClassifierExits.IsEmpty ? measures : measures.Add(ExitMeasure.Classifier);
        return spec.Loops is { HasGate: true } ? measures.Add(ExitMeasure.Gate) : measures;
    }

    private static ElementType ElementTypeOf(CpuExecutorOptions options) => options.KeyValues switch
    {
        KvPrecision.F32 => ElementType.F32,
        KvPrecision.F16 => ElementType.F16,
        KvPrecision.BF16 => ElementType.BF16,
        _ => options.Weights == Precision.F32 ? ElementType.F32 : ElementType.BF16,
    };
}
