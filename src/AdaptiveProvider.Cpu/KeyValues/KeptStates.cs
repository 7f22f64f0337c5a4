using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>Hidden states of rows that left early, so that a later item can take them deeper; per slot, the latest positions only.</summary>
internal sealed unsafe class KeptStates : IDisposable
{
    private readonly AlignedMemory _memory;
    private readonly int _hiddenSize;
    private readonly int _capacity;
    private readonly Tag[] _tags;

    /// <summary>Allocates [slots, capacity, hidden] states, none of them kept.</summary>
    public KeptStates(int slotCount, int capacity, int hiddenSize)
    {
        (_capacity, _hiddenSize) = (capacity, hiddenSize);
        _tags = new Tag[slotCount * capacity];
        _memory = new AlignedMemory((long)slotCount * capacity * hiddenSize * sizeof(float));
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Checks that an item's rows can be kept at all.</summary>
    /// <exception cref="AdaptiveProviderException">The item has more rows than are kept per slot.</exception>
    public void RequireRoom(int length)
    {
        if (length > _capacity)
        {
            throw new AdaptiveProviderException(
                $"{length} hidden states are to be kept for one slot, but it keeps {_capacity}. Raise {nameof(CpuExecutorOptions)}.{nameof(CpuExecutorOptions.KeptRowsMax)}.");
        }
    }

    /// <summary>Checks that the state of a position after so many passes is kept.</summary>
    /// <exception cref="AdaptiveProviderException">It is not.</exception>
    public void RequireKept(int slot, int position, int passCount)
    {
        if (_capacity == 0 || _tags[Index(slot, position)] != new Tag(position + 1, passCount))
        {
            throw new AdaptiveProviderException(
                $"The hidden state of slot {slot}, position {position} after {passCount} passes is not kept: no item kept it, a later one replaced it, or more than {_capacity} were kept since. "
                + $"Raise {nameof(CpuExecutorOptions)}.{nameof(CpuExecutorOptions.KeptRowsMax)}.");
        }
    }

    /// <summary>Forgets a slot's states from a position on: rows that start there again replace them.</summary>
    public void ForgetFrom(int slot, int position)
    {
        for (int i = slot * _capacity; i < (slot + 1) * _capacity; i++)
        {
            if (_tags[i].PositionPlusOne > position)
            {
                _tags[i] = default;
            }
        }
    }

    /// <summary>Keeps the state of a position after so many passes.</summary>
    public void Keep(int slot, int position, int passCount, float* hidden)
    {
        int index = Index(slot, position);
        _tags[index] = new Tag(position + 1, passCount);
        new ReadOnlySpan<float>(hidden, _hiddenSize).CopyTo(State(index));
    }

    /// <summary>Reads a kept state.</summary>
    public void Restore(int slot, int position, float* hidden) => State(Index(slot, position)).CopyTo(new Span<float>(hidden, _hiddenSize));

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private int Index(int slot, int position) => (slot * _capacity) + (position % _capacity);

    private Span<float> State(int index) => new((float*)_memory.Data + ((long)index * _hiddenSize), _hiddenSize);

    // Position plus one, so that the default is no position.
    private readonly record struct Tag(int PositionPlusOne, int PassCount);
}
