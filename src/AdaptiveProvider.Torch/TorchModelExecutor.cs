using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Execution;
using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Routing;
using AdaptiveProvider.Torch.Sampling;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch;

/// <summary>Runs step plans with libtorch: on CUDA, on Apple's GPUs, or on the processor.</summary>
/// <remarks>
/// Between the copy of a step's indices to the device and the one readback of its tokens the host never waits. Rows of the same text agree from batch to batch
/// within rounding, not bit by bit: libtorch chooses its kernels by the number of rows. After loading, only one thread may use the executor.
/// </remarks>
public sealed class TorchModelExecutor : IModelExecutor
{
    private const int DefaultSlotLength = 4096;

    private readonly DeviceModel _model;
    private readonly DeviceFeatures _features;
    private readonly KvStore _store;
    private readonly KeptStates _kept;
    private readonly RotaryTable _rotary;
    private readonly LoopBoundary _loops;
    private readonly StagedNumbers<long> _indices;
    private readonly StagedNumbers<float> _numbers;
    private readonly StepReadback _readback;
    private readonly ReadbackParts _parts = new();
    private readonly StepRows _rows;
    private readonly PassLayout _passes;
    private readonly LayerRunner _layers;
    private readonly RoutedStage? _routed;
    private readonly RoutedStep? _routedStep;
    private readonly StateCaptures _captures;
    private readonly StateKeeper _keeper;
    private readonly StateMeasures _measures;
    private readonly StepRunner _runner;
    private readonly HeadRunner _head;
    private readonly StepPlanChecker _checker;
    private bool _disposed;

    private TorchModelExecutor(DeviceModel model, RouterWeights? router, DeviceFeatures features, KvShape shape, KvPlanes planes, TorchExecutorOptions options)
    {
        (_model, _features) = (model, features);
        var (spec, device, type) = (model.Spec, features.Device, features.Type);
        _store = new KvStore(shape, type, device);
        _loops = new LoopBoundary(model, shape.SlotLength, features);
        _kept = new KeptStates(shape.SlotCount, options.KeptRowsMax, _loops.StateSize, type, device);
        _rotary = new RotaryTable(spec, shape.SlotLength, device);
        _indices = new StagedNumbers<long>(device);
        _numbers = new StagedNumbers<float>(device);
        _readback = new StepReadback(device);
        _rows = new StepRows(_kept.Rows, _indices);
        _layers = new LayerRunner(model, _store, features.Scripts, features.HasFlash);
        var deviceRouter = router is null ? null : new DeviceRouter(spec.Router!, router, device, features.Scripts);
        _routed = deviceRouter is null ? null : new RoutedStage(model, deviceRouter, _layers, shape, device);
        _routedStep = deviceRouter is null ? null : new RoutedStep(spec, _rows, shape.SlotLength, _indices, _numbers);
        _passes = new PassLayout(planes, _store, _rows, _indices, stage => (stage == spec.Router?.Stage && _routed!.LoopsDiffer) || model.LoopsDiffer(stage), spec.Router?.Stage);
        _captures = new StateCaptures(spec.Layout, _rows, _indices);
        _keeper = new StateKeeper(_kept, _rows, _captures, _indices);
        _measures = new StateMeasures(model, _rows, _captures, deviceRouter, features.Scripts, _indices);
        _runner = new StepRunner(model, _layers, _kept, _loops, _captures, _routed, _routedStep);
        var hostDrawer = new HostTokenDrawer(spec.VocabularySize);
        ITokenDrawer drawer = features.DrawsOnDevice(options.Sampling) ? new DeviceTokenDrawer(spec.VocabularySize, features.Scripts, _indices, _numbers) : hostDrawer;
        _head = new HeadRunner(model, features, drawer, hostDrawer, _indices);
        Info = new ExecutorInfo(spec.Layout, spec.VocabularySize, shape.SlotCount, shape.SlotLength, options.StepRowsMax ?? (features.IsGpu ? 2048 : 256), features.Description)
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
    public TorchMemoryUse Memory => new(_model.Bytes, (long)_store.Shape.Bytes, _store.Shape.BytesPerToken, _kept.Bytes + _loops.Bytes);

    /// <summary>How often the host has waited for the device: once per step.</summary>
    public long Readbacks => _readback.Count;

    /// <summary>Copies a model's weights to a device and allocates everything that stays.</summary>
    /// <param name="spec">The model's mathematics.</param>
    /// <param name="weights">Its weights; not read after loading.</param>
    /// <param name="options">How to keep and run it; null takes the defaults.</param>
    /// <param name="progress">Told the fraction that is done, from 0 to 1.</param>
    /// <param name="ct">Stops loading between layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ModelFormatException">The weights do not match the specification, or it asks for something that is not supported.</exception>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded, or does not have the device or the precision.</exception>
    /// <exception cref="ExecutorMemoryException">The model does not fit the device; the message says what to lower.</exception>
    public static TorchModelExecutor Load(
        ModelSpec spec, DecoderWeights weights, TorchExecutorOptions? options = null, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        options = (options ?? new TorchExecutorOptions()).Validated(spec.VocabularySize);
        WeightShapes.Check(spec, weights);
        if (spec.Router is { } router && spec.Layout.Stages[router.Stage].KvPolicy == KvPolicy.SingleOverwritten)
        {
            throw new ModelFormatException(spec.Architecture, $"stages[{router.Stage}].kv_policy", "a routed stage needs a plane per loop or the first loop's: use RecursionWise or SharedFirst.");
        }

        var features = DeviceFeatures.Find(options, spec);
        int slotLength = Math.Min(spec.ContextLength, options.SlotLength ?? DefaultSlotLength);
        var planes = new KvPlanes(spec.Layout);
        var shape = new KvShape(planes.Count, options.SlotCount, slotLength, spec.KvHeadCount, spec.HeadDim, features.ElementBytes);
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        DeviceModel? model = null;
        TorchModelExecutor? executor = null;
        try
        {
            model = new DeviceModel(spec, weights, new WeightUpload(features.Device, features.Type), features.InBytes, progress, ct);
            if (!options.DraftVocabulary.IsEmpty)
            {
                model.AddDraftHead(options.DraftVocabulary.AsSpan());
            }

            executor = new TorchModelExecutor(model, weights.Router, features, shape, planes, options);
            if (features.IsGpu || options.WarmsUp)
            {
                WarmUp.Run(executor);
            }

            return executor;
        }
        catch (ExternalException failure) when (DeviceMemory.IsExhausted(failure))
        {
            model?.Dispose();
            throw new ExecutorMemoryException(
                $"The model does not fit {features.Device}: {failure.Message.Split('\n')[0]} Choose a smaller {nameof(TorchExecutorOptions)}.{nameof(TorchExecutorOptions.Weights)}, SlotCount or SlotLength.", failure);
        }
        catch
        {
            executor?.Dispose();
            model?.Dispose();
            throw;
        }
    }

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

        try
        {
            Run(plan, result);
        }
        catch (Exception failure) when (DeviceMemory.IsExhausted(failure))
        {
            result.Clear();
            throw new ExecutorMemoryException($"A step of {plan.RowCount} rows did not fit {_features.Device}: {failure.Message.Split('\n')[0]}", failure);
        }
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
            using var inference = inference_mode();
            _store.CopyPrefix(sourceSlot, targetSlot, length);
            _routed?.CopyPrefix(sourceSlot, targetSlot, length);
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
        _head.Dispose();
        _routed?.Dispose();
        _layers.Dispose();
        _readback.Dispose();
        _numbers.Dispose();
        _indices.Dispose();
        _rotary.Dispose();
        _loops.Dispose();
        _kept.Dispose();
        _store.Dispose();
        _model.Dispose();
    }

    private void Run(StepPlan plan, StepResult result)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        _indices.Clear();
        _numbers.Clear();
        _rows.Load(plan);
        _passes.Load();
        _captures.Stage(_passes.Passes);
        _keeper.Stage();
        _measures.Stage();
        _routedStep?.Stage(_passes.Passes);
        _head.Stage(_rows.HeadRows);
        _indices.Upload();
        _numbers.Upload();

        var step = new StepTensors(_rows, _indices, _rotary, _features.Scripts, _model.Spec.HeadCount / _model.Spec.KvHeadCount, _model.FinalNorm);
        var hidden = _runner.Run(_rows, _passes.Passes, step);
        _parts.Clear();
        _routedStep?.Report(_parts);
        _measures.Run(step, _parts);
        _head.Run(hidden, step, _parts);
        var numbers = _readback.Read(_parts.All(hidden));

        // NOTE: only now, when nothing can fail any more: a kept state replaces another's.
        _keeper.Keep(step);
        Finish(numbers, result);
    }

    private void Finish(Span<float> numbers, StepResult result)
    {
        DepthReport.Fill(Info.Layout, _rows, _model.Spec.Router?.Stage, _routedStep is null ? [] : _routedStep.Taken(numbers), result);
        result.LayerRowsExecuted = _runner.LayerRows + (_routedStep?.LayerRows(numbers) ?? 0);
        CollectionsMarshal.SetCount(result.ItemScores, _rows.Plan.Items.Count);
        CollectionsMarshal.SetCount(result.Tokens, _rows.HeadRows.Count);
        var scores = CollectionsMarshal.AsSpan(result.ItemScores);
        scores.Fill(float.NaN);
        _measures.Finish(numbers, scores);
        _head.Finish(numbers, CollectionsMarshal.AsSpan(result.Tokens), scores);
    }

    private static ImmutableArray<ExitMeasure> MeasuresOf(ModelSpec spec)
    {
        ImmutableArray<ExitMeasure> measures = [ExitMeasure.Margin, ExitMeasure.MaxProbability, ExitMeasure.Entropy, ExitMeasure.Cosine, ExitMeasure.RelativeChange];
        measures = spec.Router?.Kind == RouterKind.ExpertChoice ? measures.Add(ExitMeasure.RouterScore) : measures;
        measures = spec.ClassifierExits.IsEmpty ? measures : measures.Add(ExitMeasure.Classifier);
        return spec.Loops is { HasGate: true } ? measures.Add(ExitMeasure.Gate) : measures;
    }
}
