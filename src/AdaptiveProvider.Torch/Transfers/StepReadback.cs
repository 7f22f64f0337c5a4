using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Transfers;

/// <summary>The only place where the host waits for the device: once per step.</summary>
internal sealed class StepReadback(Device device) : IDisposable
{
    private Tensor? _host;

    /// <summary>Readbacks so far.</summary>
    public long Count { get; private set; }

    /// <summary>Waits for the device and returns its numbers, valid until the next readback or the end of the tensor.</summary>
    /// <param name="numbers">[count] in single precision.</param>
    public Span<float> Read(Tensor numbers)
    {
        Count++;
        int count = checked((int)numbers.NumberOfElements);
        if (device.type == DeviceType.CPU)
        {
            return MemoryMarshal.Cast<byte, float>(numbers.bytes);
        }

        if (_host is null || _host.NumberOfElements < count)
        {
            _host?.Dispose();
            _host = Host.Allocate(Math.Max(count, 4096), ScalarType.Float32, device).DetachFromDisposeScope();
        }

        using var target = _host.narrow(0, 0, count);
        target.copy_(numbers);
        return MemoryMarshal.Cast<byte, float>(_host.bytes)[..count];
    }

    /// <inheritdoc/>
    public void Dispose() => _host?.Dispose();
}
