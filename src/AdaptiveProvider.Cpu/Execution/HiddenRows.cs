using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Rows of the residual stream, [rows, hidden].</summary>
internal sealed unsafe class HiddenRows(int rowsMax, int hiddenSize) : IDisposable
{
    private readonly AlignedMemory _memory = new((long)rowsMax * hiddenSize * sizeof(float));

    /// <summary>Width of a row.</summary>
    public int HiddenSize { get; } = hiddenSize;

    /// <summary>Bytes held.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>A row and those behind it.</summary>
    public float* Row(int row) => (float*)_memory.Data + ((nint)row * HiddenSize);

    /// <summary>One row.</summary>
    public Span<float> Span(int row) => new(Row(row), HiddenSize);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
