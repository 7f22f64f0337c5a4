using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>Hidden states of rows that left early, so that a later item can take them deeper; per slot, the latest positions only.</summary>
internal sealed unsafe class KeptStates : IDisposable
{
    private readonly AlignedMemory _memory;
    private readonly int _hiddenSize;
    private readonly bool _hasInjected;

    /// <summary>Allocates [slots, capacity, hidden] states, none of them kept.</summary>
    /// <param name="slotCount">Slots.</param>
    /// <param name="capacity">States per slot.</param>
    /// <param name="hiddenSize">Width of a state.</param>
    /// <param name="hasInjected">Keep beside each state, and as wide, what a looped stage injects in every loop.</param>
    public KeptStates(int slotCount, int capacity, int hiddenSize, bool hasInjected = false)
    {
        (_hiddenSize, _hasInjected) = (hiddenSize, hasInjected);
        Rows = new KeptRows(slotCount, capacity, $"{nameof(CpuExecutorOptions)}.{nameof(CpuExecutorOptions.KeptRowsMax)}");
        _memory = new AlignedMemory((long)slotCount * capacity * StateSize * sizeof(float));
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Which rows are kept.</summary>
    public KeptRows Rows { get; }

    /// <summary>Keeps the state of a position after so many passes.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="position">The position.</param>
    /// <param name="passCount">The passes.</param>
    /// <param name="hidden">[hidden]</param>
    /// <param name="injected">What is injected, [hidden]; not read where nothing is.</param>
    public void Keep(int slot, int position, int passCount, float* hidden, float* injected)
    {
        var state = State(Rows.Keep(slot, position, passCount));
        new ReadOnlySpan<float>(hidden, _hiddenSize).CopyTo(state);
        if (_hasInjected)
        {
            new ReadOnlySpan<float>(injected, _hiddenSize).CopyTo(state[_hiddenSize..]);
        }
    }

    /// <summary>Reads a kept state, and what is injected beside it.</summary>
    public void Restore(int slot, int position, float* hidden, float* injected)
    {
        var state = State(Rows.Index(slot, position));
        state[.._hiddenSize].CopyTo(new Span<float>(hidden, _hiddenSize));
        if (_hasInjected)
        {
            state[_hiddenSize..].CopyTo(new Span<float>(injected, _hiddenSize));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private int StateSize => _hasInjected ? 2 * _hiddenSize : _hiddenSize;

    private Span<float> State(int index) => new((float*)_memory.Data + ((long)index * StateSize), StateSize);
}
