using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// The rows that a matrix is multiplied with, in the form its kernels read: blocks of rows interleaved by pairs of inputs, int8 weights
/// taking 16-bit integers with one scale per row, the others singles. Different rows may be set by different workers.
/// </summary>
internal sealed unsafe class ActivationRows : IDisposable
{
    private readonly KernelSet _kernels;
    private readonly TileKernel _kernel;
    private readonly bool _quantized;
    private readonly AlignedMemory _blocks;
    private readonly AlignedMemory _scales;

    /// <summary>Reserves the rows.</summary>
    /// <param name="rowsMax">Most rows at once.</param>
    /// <param name="inputs">Inputs of the matrices to multiply with.</param>
    /// <param name="precision">Precision of those matrices.</param>
    /// <param name="kernels">The kernels in use; the best of the machine when null.</param>
    public ActivationRows(int rowsMax, int inputs, Precision precision, KernelSet? kernels = null)
    {
        _kernels = kernels ?? KernelSet.Best;
        _kernel = _kernels.For(precision);
        _quantized = TileFormat.For(precision).QuantizesActivations;
        (RowsMax, Inputs, PaddedInputs, Precision) = (rowsMax, inputs, (inputs + 1) & ~1, precision);
        _blocks = new AlignedMemory((long)rowsMax * PaddedInputs * ElementBytes);
        _scales = new AlignedMemory((long)rowsMax * sizeof(float));
    }

    /// <summary>Most rows at once.</summary>
    public int RowsMax { get; }

    /// <summary>Inputs per row.</summary>
    public int Inputs { get; }

    /// <summary>Inputs rounded up to even.</summary>
    public int PaddedInputs { get; }

    /// <summary>Precision of the matrices that these rows are made for.</summary>
    public Precision Precision { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _blocks.Bytes + _scales.Bytes;

    /// <summary>[RowsMax], what one unit of each row's integers means.</summary>
    internal float* Scales => (float*)_scales.Data;

    private int ElementBytes => _quantized ? sizeof(short) : sizeof(float);

    /// <summary>Sets a row.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="rows">Rows of this step, the same in every call of the step and in the multiplication: it decides the blocks.</param>
    /// <param name="source">[Inputs]</param>
    public void Set(int row, int rows, float* source)
    {
        CheckRow(row, rows);
        if (_quantized)
        {
            Quantize(row, rows, source, _kernels.Math.MaxMagnitude(source, Inputs));
        }
        else
        {
            Interleave(row, rows, source);
        }
    }

    /// <summary>Sets a row to gain * source / rms(source).</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="rows">Rows of this step, as for <see cref="Set"/>.</param>
    /// <param name="source">[Inputs]</param>
    /// <param name="gain">[Inputs]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public void SetNormalized(int row, int rows, float* source, float* gain, float epsilon)
    {
        CheckRow(row, rows);
        float* normalized = stackalloc float[Inputs];
        float largest = _kernels.Math.RmsNorm(source, gain, epsilon, Inputs, normalized);
        if (_quantized)
        {
            Quantize(row, rows, normalized, largest);
        }
        else
        {
            Interleave(row, rows, normalized);
        }
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _scales.Dispose();
    }

    /// <summary>The interleaved block that starts at a row.</summary>
    internal byte* Block(int firstRow) => _blocks.Data + ((nint)firstRow * PaddedInputs * ElementBytes);

    // A row of not-a-number or infinity gets the scale not-a-number, so that its products say so.
    private void Quantize(int row, int rows, float* source, float largest)
    {
        float scale = largest / short.MaxValue;
        float inverse = scale >= float.Epsilon && float.IsFinite(largest) ? Math.Min(short.MaxValue / largest, float.MaxValue) : 0;
        Scales[row] = float.IsFinite(largest) ? scale : float.NaN;
        var (block, lane, width) = Locate(row, rows);
        var target = (int*)Block(block) + lane;
        if (width == 1)
        {
            _kernels.Math.Quantize(source, inverse, Inputs, (short*)target);
            return;
        }

        short* quantized = stackalloc short[PaddedInputs];
        quantized[PaddedInputs - 1] = 0;
        _kernels.Math.Quantize(source, inverse, Inputs, quantized);
        var pairs = (int*)quantized;
        for (int pair = 0; pair < PaddedInputs / 2; pair++, target += width)
        {
            *target = pairs[pair];
        }
    }

    private void Interleave(int row, int rows, float* source)
    {
        var (block, lane, width) = Locate(row, rows);
        var target = (float*)Block(block) + lane;
        for (int input = 0; input < Inputs; input++, target += width)
        {
            *target = source[input];
        }

        if (Inputs != PaddedInputs)
        {
            *target = 0;
        }
    }

    private (int Block, int Lane, int Width) Locate(int row, int rows)
    {
        int block = row / _kernel.WidestBlock * _kernel.WidestBlock;
        while (true)
        {
            int width = _kernel.BlockWidth(rows - block);
            if (row < block + width)
            {
                return (block, row - block, width);
            }

            block += width;
        }
    }

    private void CheckRow(int row, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, RowsMax);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, rows);
    }
}
