using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>Hidden states of rows that left early, so that a later item can take them deeper; per slot, the latest positions only.</summary>
internal sealed unsafe class KeptStates : IDisposable
{
    private readonly AlignedMemory _memory;
    private readonly int _hiddenSize;

    /// <summary>Allocates [slots, capacity, hidden] states, none of them kept.</summary>
    public KeptStates(int slotCount, int capacity, int hiddenSize)
    {
        _hiddenSize = hiddenSize;
        Rows = new KeptRows(slotCount, capacity, $"{nameof(CpuExecutorOptions)}.{nameof(CpuExecutorOptions.KeptRowsMax)}");
        _memory = new AlignedMemory((long)slotCount * capacity * hiddenSize * sizeof(float));
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Which rows are kept.</summary>
    public KeptRows Rows { get; }

    /// <summary>Keeps the state of a position after so many passes.</summary>
    public void Keep(int slot, int position, int passCount, float* hidden)
        => new ReadOnlySpan<float>(hidden, _hiddenSize).CopyTo(State(Rows.Keep(slot, position, passCount)));

    /// <summary>Reads a kept state.</summary>
    public void Restore(int slot, int position, float* hidden) => State(Rows.Index(slot, position)).CopyTo(new Span<float>(hidden, _hiddenSize));

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private Span<float> State(int index) => new((float*)_memory.Data + ((long)index * _hiddenSize), _hiddenSize);
}
