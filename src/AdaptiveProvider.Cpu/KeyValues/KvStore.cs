using System.Runtime.Intrinsics.X86;
using AdaptiveProvider.Cpu.Attention;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>Cached keys and values: [slots, blocks, planes, heads], and in each of these a block's keys, then its values.</summary>
/// <remarks>
/// A block holds <see cref="AttentionKernel.BlockLength"/> positions. Its keys are [positions / interleave, head dim, interleave], so that
/// scores need no sum across lanes; its values are [positions, padded head dim]. All layers of a slot's first tokens lie together: a short
/// text commits and touches few pages, and a prefix is copied in one piece.
/// </remarks>
internal sealed unsafe class KvStore : IDisposable
{
    private const int CacheLine = 64;

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

    /// <summary>The keys of the block that holds a position.</summary>
    public byte* Keys(int plane, int slot, int head, int position)
        => _memory.Data + ((((long)slot * _shape.SlotBlocks) + (position / AttentionKernel.BlockLength)) * _shape.BlockBytes) + ((((long)plane * _shape.HeadCount) + head) * _shape.HeadBytes);

    /// <summary>The values of the block that holds a position.</summary>
    public byte* Values(int plane, int slot, int head, int position) => Keys(plane, slot, head, position) + _shape.KeyBytes;

    /// <summary>Writes the key and value of one position, [head dim] each.</summary>
    public void Write(int plane, int slot, int head, int position, float* key, float* value)
    {
        byte* keys = Keys(plane, slot, head, position), values = keys + _shape.KeyBytes;
        position %= AttentionKernel.BlockLength;
        _math.Narrow(value, _shape.ElementType, values + (position * _shape.ValueDim * _shape.ElementBytes), _shape.HeadDim);
        int keyOffset = (position / AttentionKernel.KeyInterleave * AttentionKernel.KeyInterleave * _shape.HeadDim) + (position % AttentionKernel.KeyInterleave);
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

    /// <summary>Asks for a block's keys and values while other work goes on.</summary>
    public void Prefetch(int plane, int slot, int head, int position)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        byte* data = Keys(plane, slot, head, position);
        for (int offset = 0; offset < _shape.HeadBytes; offset += CacheLine)
        {
            Sse.Prefetch1(data + offset);
        }
    }

    /// <summary>Copies the first positions of every plane from one slot to another, and what else their last block holds.</summary>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        long bytes = KvShape.BlocksOf(length) * _shape.BlockBytes;
        Buffer.MemoryCopy(Keys(0, sourceSlot, 0, 0), Keys(0, targetSlot, 0, 0), bytes, bytes);
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
