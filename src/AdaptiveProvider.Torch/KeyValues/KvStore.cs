using AdaptiveProvider.Engine.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.KeyValues;

/// <summary>Cached keys and values of all slots, allocated up front: one row [2, kv heads, head dim] per plane, slot and position.</summary>
/// <remarks>
/// A layer sees the store from its own plane on. So a row's place is the same number in every layer and every pass, is sent to the device once per step,
/// and rows of any slots and any loops are written in one call.
/// </remarks>
internal sealed class KvStore : IDisposable
{
    private readonly Tensor _rows; // [planes * slots * slot length, 2, kv heads, head dim]
    private readonly Tensor[] _fromPlane;
    private readonly KvShape _shape;

    /// <summary>Allocates the store.</summary>
    /// <exception cref="ExecutorMemoryException">It does not fit the device.</exception>
    public KvStore(KvShape shape, ScalarType type, Device device)
    {
        _shape = shape;
        if (device.type == DeviceType.CPU)
        {
            RequireMemory(shape);
        }

        try
        {
            _rows = zeros(shape.Tokens, 2, shape.HeadCount, shape.HeadDim, type, device).DetachFromDisposeScope();
        }
        catch (Exception failure) when (DeviceMemory.IsExhausted(failure))
        {
            throw TooLarge(shape, failure);
        }

        long plane = (long)shape.SlotCount * shape.SlotLength;
        _fromPlane = [.. Enumerable.Range(0, shape.PlaneCount).Select(first => _rows.narrow(0, first * plane, shape.Tokens - (first * plane)).DetachFromDisposeScope())];
    }

    /// <summary>The sizes.</summary>
    public KvShape Shape => _shape;

    /// <summary>The store from a plane on, [tokens, 2, kv heads, head dim].</summary>
    public Tensor FromPlane(int plane) => _fromPlane[plane];

    /// <summary>The number of a position's row, where the first of some planes is 0.</summary>
    public long Token(int plane, int slot, int position) => ((((long)plane * _shape.SlotCount) + slot) * _shape.SlotLength) + position;

    /// <summary>Copies the first positions of every plane from one slot to another.</summary>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        using var planes = _rows.view(_shape.PlaneCount, _shape.SlotCount, _shape.SlotLength, -1);
        using var source = planes.select(1, sourceSlot);
        using var target = planes.select(1, targetSlot);
        using var sourcePrefix = source.narrow(1, 0, length);
        using var targetPrefix = target.narrow(1, 0, length);
        targetPrefix.copy_(sourcePrefix); // in place, [planes, length, 2 * kv heads * head dim]
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _fromPlane)
        {
            view.Dispose();
        }

        _rows.Dispose();
    }

    private static void RequireMemory(KvShape shape)
    {
        var memory = GC.GetGCMemoryInfo();
        if (memory.TotalAvailableMemoryBytes > 0 && shape.Bytes > memory.TotalAvailableMemoryBytes - Environment.WorkingSet)
        {
            throw TooLarge(shape, null);
        }
    }

    private static ExecutorMemoryException TooLarge(KvShape shape, Exception? failure) => new(
        $"The key/value cache needs {shape.Bytes >> 20:N0} MiB ({shape.SlotCount} slots of {shape.SlotLength} tokens), which the device does not have free. "
        + $"Lower {nameof(TorchExecutorOptions)}.{nameof(TorchExecutorOptions.SlotCount)} or {nameof(TorchExecutorOptions.SlotLength)}.",
        failure);
}
