using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Torch.Scripts;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch;

/// <summary>The device that a model goes to, and what was found there: every kernel that not all devices have is tried once on small numbers.</summary>
internal sealed record DeviceFeatures
{
    /// <summary>The device.</summary>
    public required Device Device { get; init; }

    /// <summary>Type of activations, keys, values and, unless in bytes, of the weights.</summary>
    public required ScalarType Type { get; init; }

    /// <summary>Matrices are kept in signed bytes.</summary>
    public required bool InBytes { get; init; }

    /// <summary>Flash attention over ragged rows works here for the model's heads.</summary>
    public required bool HasFlash { get; init; }

    /// <summary>16-bit matrices multiply into single-precision results here.</summary>
    public required bool HasWideProducts { get; init; }

    /// <summary>The scripts for the device.</summary>
    public required jit.CompilationUnit Scripts { get; init; }

    /// <summary>The device in words, for reports.</summary>
    public required string Description { get; init; }

    /// <summary>True for CUDA and Metal.</summary>
    public bool IsGpu => Device.type != DeviceType.CPU;

    /// <summary>Bytes of a key's or value's element.</summary>
    public int ElementBytes => Type == ScalarType.Float32 ? 4 : 2;

    /// <summary>Chooses a device and tries what it has.</summary>
    /// <exception cref="TorchRuntimeException">libtorch, the device or the precision is missing.</exception>
    public static DeviceFeatures Find(TorchExecutorOptions options, ModelSpec spec)
    {
        TorchRuntime.Load();
        if (options.Threads is { } threads)
        {
            set_num_threads(threads);
        }

        var device = DeviceSelector.Select(options.Device);
        var weights = options.Weights != TorchPrecision.Auto ? options.Weights : device.type == DeviceType.CPU ? TorchPrecision.F32 : TorchPrecision.BF16;
        var type = weights switch { TorchPrecision.F32 => ScalarType.Float32, TorchPrecision.F16 => ScalarType.Float16, _ => ScalarType.BFloat16 };
        bool inBytes = weights == TorchPrecision.Int8, isCuda = device.type == DeviceType.CUDA;
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        if (inBytes)
        {
            FeatureProbe.RequireBytes(device, type, spec);
        }

        bool hasFlash = isCuda && type != ScalarType.Float32 && FeatureProbe.HasFlash(device, type, spec);
        return new DeviceFeatures
        {
            Device = device,
            Type = type,
            InBytes = inBytes,
            HasFlash = hasFlash,
            HasWideProducts = isCuda && type != ScalarType.Float32 && !inBytes && FeatureProbe.HasWideProducts(device, type),
            Scripts = hasFlash ? ScriptLibrary.WithFlash : ScriptLibrary.Portable,
            Description = $"libtorch on {device}, {weights} weights, {(type == ScalarType.Float32 ? "F32" : type == ScalarType.Float16 ? "F16" : "BF16")} cache, {(hasFlash ? "flash" : "portable")} attention",
        };
    }

    /// <summary>True when tokens are drawn on the device.</summary>
    public bool DrawsOnDevice(SamplingPlace place) => place == SamplingPlace.Device || (place == SamplingPlace.Auto && Device.type == DeviceType.CUDA);
}
