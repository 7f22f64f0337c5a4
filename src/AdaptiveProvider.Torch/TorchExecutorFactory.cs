using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Execution;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Torch;

/// <summary>Plugs libtorch's devices into an application: <c>new AdaptiveModelOptions { Executors = [new TorchExecutorFactory()] }</c>.</summary>
/// <param name="runtime">Where libtorch is taken from; null takes the defaults.</param>
public sealed class TorchExecutorFactory(TorchRuntimeOptions? runtime = null) : IExecutorFactory
{
    /// <summary>libtorch's own choice: a GPU, or else libtorch on the processor.</summary>
    public const string AnyDevice = "torch";

    /// <inheritdoc/>
    public string DeviceNames => $"{AnyDevice}, cuda, cuda:1, mps";

    /// <inheritdoc/>
    public bool Runs(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device == AnyDevice || DeviceSelector.IsGpu(device);
    }

    /// <inheritdoc/>
    public bool HasAccelerator() => NvidiaDriver.IsPresent() && TorchRuntime.Report(runtime).Devices.Any(device => device.StartsWith("cuda", StringComparison.Ordinal));

    /// <inheritdoc/>
    public IModelExecutor Load(ModelSpec spec, DecoderWeights weights, ExecutorRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TorchRuntime.Load(runtime);
        var options = new TorchExecutorOptions
        {
            Device = request.Device == AnyDevice ? "auto" : request.Device,
            Weights = request.Weights switch
            {
                WeightPrecision.F32 => TorchPrecision.F32,
                WeightPrecision.F16 => TorchPrecision.F16,
                WeightPrecision.BF16 => TorchPrecision.BF16,
                WeightPrecision.Int8 => TorchPrecision.Int8,
                _ => TorchPrecision.Auto,
            },
            Threads = request.Threads,
            SlotCount = request.SlotCount,
            SlotLength = request.SlotLength,
            DraftVocabulary = request.DraftVocabulary,
        };
        return TorchModelExecutor.Load(spec, weights, options, progress, cancellationToken);
    }
}
