using AdaptiveProvider.Torch;
using AdaptiveProvider.Torch.Native;
using TorchSharp;

namespace AdaptiveProvider.Training;

/// <summary>Loads libtorch and chooses where to train.</summary>
public static class TrainingDevice
{
    /// <summary>Opens a device.</summary>
    /// <param name="name">auto, cpu, cuda, cuda:1, mps.</param>
    /// <param name="threads">Threads of libtorch on the processor, at least 1; they hold for the whole process.</param>
    /// <exception cref="TorchRuntimeException">libtorch cannot be loaded, or there is no such device.</exception>
    public static torch.Device Open(string name, int threads)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchRuntime.Load();
        torch.set_num_threads(threads);
        return DeviceSelector.Select(name);
    }
}
