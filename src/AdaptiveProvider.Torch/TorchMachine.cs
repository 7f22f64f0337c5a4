using System.Diagnostics;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch;

/// <summary>What a device offers to a <see cref="TorchModelExecutor"/>, for reports and measurements.</summary>
public static class TorchMachine
{
    private const int Repetitions = 20;

    /// <summary>Bytes per second that a device reads and writes together while it copies its own memory: the ceiling of decoding one sequence.</summary>
    /// <param name="device">A device's name as in <see cref="TorchExecutorOptions.Device"/>.</param>
    /// <param name="bytes">Size of the copied block; larger than the caches.</param>
    /// <exception cref="TorchRuntimeException">libtorch or the device is missing.</exception>
    public static double MeasureCopyBandwidth(string device, long bytes = 1L << 29)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1024);
        TorchRuntime.Load();
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var chosen = DeviceSelector.Select(device);
        using var readback = new StepReadback(chosen);
        long count = bytes / sizeof(float);
        var (source, target) = (zeros(count, ScalarType.Float32, chosen), zeros(count, ScalarType.Float32, chosen));
        var last = target.narrow(0, count - 1, 1);
        double best = 0;
        for (int round = 0; round < 4; round++)
        {
            readback.Read(last);
            long started = Stopwatch.GetTimestamp();
            int repetitions = chosen.type == DeviceType.CPU ? 2 : Repetitions;
            for (int i = 0; i < repetitions; i++)
            {
                target.copy_(source);
            }

            readback.Read(last);
            best = Math.Max(best, 2.0 * count * sizeof(float) * repetitions / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }
}
