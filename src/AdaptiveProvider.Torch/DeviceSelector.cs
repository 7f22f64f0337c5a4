using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch;

/// <summary>Turns the name of a device into one that is there.</summary>
internal static class DeviceSelector
{
    /// <summary>The device of a name: auto, cpu, cuda, cuda:1, mps.</summary>
    /// <exception cref="TorchRuntimeException">There is no such device.</exception>
    public static Device Select(string name)
    {
        string lower = name.ToLowerInvariant();
        bool hasCuda = cuda.is_available();
        if (lower == "auto")
        {
            return new Device(hasCuda ? "cuda:0" : mps_is_available() ? "mps" : "cpu");
        }

        if (lower == "cpu")
        {
            return CPU;
        }

        if (lower == "mps")
        {
            return mps_is_available() ? MPS : throw new TorchRuntimeException("This system has no Metal device for libtorch. Choose cpu.");
        }

        if (!TryParseCuda(lower, out int index))
        {
            throw new ArgumentException($"'{name}' is no device. Name auto, cpu, cuda, cuda:0, cuda:1, ... or mps.", nameof(name));
        }

        return !hasCuda
            ? throw new TorchRuntimeException("libtorch finds no CUDA device. Name a libtorch with CUDA in ADAPTIVE_LIBTORCH, check the NVIDIA driver, or choose cpu.")
            : index < cuda.device_count() ? new Device(DeviceType.CUDA, index)
            : throw new TorchRuntimeException($"There is no CUDA device {index}: libtorch finds {cuda.device_count()}. Devices count from 0.");
    }

    /// <summary>True when a name is a GPU's.</summary>
    public static bool IsGpu(string name) => name == "mps" || TryParseCuda(name, out _);

    private static bool TryParseCuda(string name, out int index)
    {
        index = 0;
        return name == "cuda" || (name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index));
    }
}
