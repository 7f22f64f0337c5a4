using System.Collections.Immutable;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Execution;

namespace AdaptiveProvider;

/// <summary>Chooses the executor for a device's name: the managed one for the processor, a plugged-in one for others.</summary>
internal static class ExecutorSelection
{
    private const string Auto = "auto", Processor = "cpu";

    /// <summary>Loads a folder's model.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="options">Device, precision, limits.</param>
    /// <param name="draftVocabulary">Tokens that drafts are drawn from; empty draws them from all.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <exception cref="AdaptiveProviderException">No executor runs the device; the message lists what does.</exception>
    public static IModelExecutor Load(
        ModelFolder folder, AdaptiveModelOptions options, ImmutableArray<int> draftVocabulary, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        string device = options.Device.Trim().ToLowerInvariant();
        int slotLength = Math.Min(options.ContextTokens ?? AdaptiveModelOptions.DefaultContextTokens, folder.Spec.ContextLength);
        if (Choose(device, options.Executors) is not { } factory)
        {
            return LoadOnProcessor(folder, options, slotLength, draftVocabulary, progress, cancellationToken);
        }

        var request = new ExecutorRequest
        {
            Device = device,
            Weights = options.Precision switch { Precision.F32 => WeightPrecision.F32, Precision.BF16 => WeightPrecision.BF16, Precision.Int8 => WeightPrecision.Int8, _ => null },
            Threads = options.Threads,
            SlotCount = options.MaxConcurrentRequests,
            SlotLength = slotLength,
            DraftVocabulary = draftVocabulary,
        };
        return factory.Load(folder.Spec, folder.Weights, request, progress, cancellationToken);
    }

    /// <summary>The plugged-in executor for a device; null for the managed one.</summary>
    internal static IExecutorFactory? Choose(string device, IReadOnlyList<IExecutorFactory> executors) => device switch
    {
        Processor => null,
        Auto => executors.FirstOrDefault(executor => executor.HasAccelerator()),
        _ => executors.FirstOrDefault(executor => executor.Runs(device)) ?? throw new AdaptiveProviderException(
            executors.Count == 0
                ? $"The device '{device}' needs another executor: reference AdaptiveProvider.Torch and put new TorchExecutorFactory() into {nameof(AdaptiveModelOptions)}.{nameof(AdaptiveModelOptions.Executors)}, or choose auto or cpu."
                : $"No executor runs the device '{device}'. Choose auto, cpu, {string.Join(", ", executors.Select(executor => executor.DeviceNames))}."),
    };

    private static CpuModelExecutor LoadOnProcessor(
        ModelFolder folder, AdaptiveModelOptions options, int slotLength, ImmutableArray<int> draftVocabulary, IProgress<double>? progress, CancellationToken cancellationToken)
        => CpuModelExecutor.Load(
            folder.Spec,
            folder.Weights,
            new CpuExecutorOptions
            {
                Weights = options.Precision ?? Precision.Int8,
                KeyValues = options.KeyValuePrecision,
                Threads = options.Threads,
                SlotCount = options.MaxConcurrentRequests,
                SlotLength = slotLength,
                DraftVocabulary = draftVocabulary,
            },
            progress,
            cancellationToken);
}
