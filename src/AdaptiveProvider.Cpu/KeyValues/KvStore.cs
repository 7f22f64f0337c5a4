using AdaptiveProvider.Cpu.Attention;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>Cached keys and values, contiguous per (plane, slot, key/value head).</summary>
/// <remarks>
/// Keys are [positions / interleave, head dim, interleave], so that scores need no sum across lanes; values are [positions, padded head dim].
/// Memory is committed as positions are first written.
/// </remarks>
internal sealed unsafe class KvStore : IDisposable
{
    private readonly ZeroedMemory _memory;
    private readonly KvShape _shape;
    private readonly VectorMath _math;

    /// <summary>Reserves the store.</summary>
    /// <exception cref="ExecutorMemoryException">It does not fit the memory that the process may use.</exception>
    public KvStore(KvShape shape, VectorMath math, long availableBytes)
    {
        (_shape, _math) = (shape, math);
        RequireMemory(shape, availableBytes);
        _memory = new ZeroedMemory((long)shape.Bytes);
    }

    /// <summary>Checks that a store fits the memory.</summary>
    /// <exception cref="ExecutorMemoryException">It does not; the message says what to lower.</exception>
    public static void RequireMemory(KvShape shape, long availableBytes)
    {
        if (shape.Bytes > availableBytes)
        {
            throw new ExecutorMemoryException(
                $"The key/value cache needs {shape.Bytes >> 20:N0} MiB ({shape.SlotCount} slots of {shape.SlotLength} tokens), but about {availableBytes >> 20:N0} MiB are available. "
                + $"Lower {nameof(CpuExecutorOptions)}.{nameof(CpuExecutorOptions.SlotCount)} or {nameof(CpuExecutorOptions.SlotLength)}.");
        }
    }

    /// <summary>The store's sizes.</summary>
    public KvShape Shape => _shape;

    /// <summary>The keys of one (plane, slot, head).</summary>
    public byte* Keys(int plane, int slot, int head) => _memory.Data + (((((long)plane * _shape.SlotCount) + slot) * _shape.HeadCount) + head) * _shape.HeadBytes;

    /// <summary>The values of one (plane, slot, head).</summary>
    public byte* Values(int plane, int slot, int head) => Keys(plane, slot, head) + _shape.KeyBytes;

    /// <summary>Writes the key and value of one position, [head dim] each.</summary>
    public void Write(int plane, int slot, int head, int position, float* key, float* value)
    {
        byte* keys = Keys(plane, slot, head), values = keys + _shape.KeyBytes;
        _math.Narrow(value, _shape.ElementType, values + ((long)position * _shape.ValueDim * _shape.ElementBytes), _shape.HeadDim);
        long keyOffset = ((long)(position / AttentionKernel.KeyInterleave) * AttentionKernel.KeyInterleave * _shape.HeadDim) + (position % AttentionKernel.KeyInterleave);
        if (_shape.ElementType == ElementType.F32)
        {
            Spread(key, (float*)keys + keyOffset);
        }
        else
        {
            ushort* narrow = stackalloc ushort[_shape.HeadDim];
            _math.Narrow(key, _shape.ElementType, narrow, _shape.HeadDim);
            Spread(narrow, (ushort*)keys + keyOffset);
        }
    }

    /// <summary>Copies the first positions of every plane from one slot to another, and up to an interleave more that nobody may rely on.</summary>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        long keyBytes = (long)KvShape.RoundUp(length, AttentionKernel.KeyInterleave) * _shape.HeadDim * _shape.ElementBytes;
        long valueBytes = (long)length * _shape.ValueDim * _shape.ElementBytes;
        for (int plane = 0; plane < _shape.PlaneCount; plane++)
        {
            for (int head = 0; head < _shape.HeadCount; head++)
            {
                Buffer.MemoryCopy(Keys(plane, sourceSlot, head), Keys(plane, targetSlot, head), keyBytes, keyBytes);
                Buffer.MemoryCopy(Values(plane, sourceSlot, head), Values(plane, targetSlot, head), valueBytes, valueBytes);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Spread<T>(T* source, T* target)
        where T : unmanaged
    {
        for (int i = 0; i < _shape.HeadDim; i++)
        {
            target[i * AttentionKernel.KeyInterleave] = source[i];
        }
    }
}
