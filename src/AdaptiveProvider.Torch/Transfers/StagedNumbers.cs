using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Transfers;

/// <summary>Numbers of one step on their way to the device: collected on the host, copied in one piece without waiting.</summary>
/// <remarks>
/// NOTE: the pinned buffer is written again by the next step. That is safe because every step ends with a readback, which waits for all
/// that the step had begun.
/// </remarks>
/// <typeparam name="T">long for indices, float for settings.</typeparam>
internal sealed class StagedNumbers<T> : IDisposable
    where T : unmanaged
{
    private readonly Device _device;
    private readonly ScalarType _type;
    private T[] _values = new T[1024];
    private int _count;
    private Tensor? _host;
    private Tensor? _target;

    /// <summary>Prepares an empty stage.</summary>
    public StagedNumbers(Device device) => (_device, _type) = (device, typeof(T) == typeof(long) ? ScalarType.Int64 : ScalarType.Float32);

    private bool HasOwnMemory => _device.type != DeviceType.CPU;

    /// <summary>Forgets the last step's numbers.</summary>
    public void Clear() => _count = 0;

    /// <summary>Makes room for numbers, to be filled at once.</summary>
    public Span<T> Add(int count, out Section section)
    {
        section = new Section(_count, count);
        _count += count;
        if (_count > _values.Length)
        {
            Array.Resize(ref _values, Math.Max(_count, _values.Length * 2));
        }

        return _values.AsSpan(section.First, count);
    }

    /// <summary>Adds numbers.</summary>
    public Section Add(ReadOnlySpan<T> values)
    {
        values.CopyTo(Add(values.Length, out var section));
        return section;
    }

    /// <summary>Copies everything to the device; sections are valid from then on until the next step.</summary>
    public void Upload()
    {
        EnsureCapacity();
        MemoryMarshal.AsBytes(_values.AsSpan(0, _count)).CopyTo(_host!.bytes);
        if (HasOwnMemory && _count > 0)
        {
            using var source = _host.narrow(0, 0, _count);
            using var target = _target!.narrow(0, 0, _count);
            target.copy_(source, nonBlocking: true);
        }
    }

    /// <summary>A section on the device, [count]; belongs to the step's scope.</summary>
    public Tensor this[Section section] => _target!.narrow(0, section.First, section.Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _target?.Dispose();
        if (HasOwnMemory)
        {
            _host?.Dispose();
        }
    }

    private void EnsureCapacity()
    {
        if (_host is not null && _host.shape[0] >= _values.Length)
        {
            return;
        }

        Dispose();
        _host = Host.Allocate(_values.Length, _type, _device).DetachFromDisposeScope();
        _target = HasOwnMemory ? empty(_values.Length, _type, _device).DetachFromDisposeScope() : _host;
    }
}
