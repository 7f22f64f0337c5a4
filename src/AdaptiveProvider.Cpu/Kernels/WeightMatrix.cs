using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// The weights of one linear layer, or of several with the same input, packed once for the kernels. Each worker multiplies its share of the
/// outputs with all rows, so that a step reads the weights once.
/// </summary>
internal sealed unsafe class WeightMatrix : IDisposable
{
    // Rows that are swept for one tile: their blocks stay in the second-level cache while the tiles pass.
    private const long SweepBytes = 256 << 10;

    // Up to so many rows the memory keeps the kernels waiting and the machine's own prefetching does best; with more there is time to fetch ahead.
    private const int StreamedRows = 4;

    private readonly KernelSet _kernels;
    private readonly TileKernel _kernel;
    private readonly AlignedMemory _tiles;
    private readonly AlignedMemory? _bias;
    private readonly Activation? _gate;
    private readonly long _tileBytes;
    private readonly int _tileCount;
    private readonly int _outputsPerTile;

    private WeightMatrix(WeightRows rows, Precision precision, Activation? gate, WorkerTeam? team, KernelSet? kernels)
    {
        _kernels = kernels ?? KernelSet.Best;
        _kernel = _kernels.For(precision);
        (Precision, Outputs, Inputs, _tileCount, _gate) = (precision, rows.Outputs, rows.Inputs, rows.Tiles, gate);
        _outputsPerTile = rows.Gated ? TileFormat.Outputs / 2 : TileFormat.Outputs;
        var packer = new TilePacker(rows, TileFormat.For(precision));
        _tileBytes = packer.TileBytes;
        _tiles = packer.Pack(team, out var error);
        _bias = rows.HasBias ? packer.PackBias() : null;
        Error = error;
    }

    /// <summary>How the weights are held.</summary>
    public Precision Precision { get; }

    /// <summary>Outputs; those of the gated product for a gate and its up projection.</summary>
    public int Outputs { get; }

    /// <summary>Inputs.</summary>
    public int Inputs { get; }

    /// <summary>Bytes that one multiplication reads.</summary>
    public long Bytes => _tiles.Bytes;

    /// <summary>How far the packed weights are from the stored ones.</summary>
    public QuantizationError Error { get; }

    /// <summary>Packs the rows of stacked tensors.</summary>
    /// <exception cref="ModelFormatException">int8 was asked for weights that are not finite.</exception>
    public static WeightMatrix Pack(Precision precision, WeightRows rows, WorkerTeam? team = null, KernelSet? kernels = null)
        => new(rows, precision, null, team, kernels);

    /// <summary>Packs a gate and its up projection; the product is activation(gate) * up.</summary>
    /// <exception cref="ModelFormatException">int8 was asked for weights that are not finite.</exception>
    public static WeightMatrix PackGated(
        Precision precision, WeightRows gateAndUp, Activation activation, WorkerTeam? team = null, KernelSet? kernels = null)
        => new(gateAndUp, precision, activation, team, kernels);

    /// <summary>Computes this worker's share of output = input * weights^T + bias, gated where the matrix is.</summary>
    /// <param name="input">The rows, all set for this number of rows.</param>
    /// <param name="rows">Rows to multiply.</param>
    /// <param name="output">[rows, outputs] with the stride given.</param>
    /// <param name="outputStride">Elements from one row of the output to the next.</param>
    /// <param name="mode">Whether the products replace the output or are added to it.</param>
    /// <param name="worker">Index of the calling worker.</param>
    /// <param name="work">Shares the outputs; used for nothing else until it is reset.</param>
    /// <param name="firstOutput">The first output that is needed; a few before it are computed too, where a tile holds them.</param>
    public void Multiply(ActivationRows input, int rows, float* output, int outputStride, OutputMode mode, int worker, WorkCursor work, int firstOutput = 0)
    {
        if (input.Inputs != Inputs || input.Precision != Precision || rows > input.RowsMax)
        {
            throw new ArgumentException($"The rows do not fit a {Precision} matrix of {Inputs} inputs.", nameof(input));
        }

        int sweep = SweepRows(input);
        int chunk = ChunkTiles(work.Workers);
        int firstTile = firstOutput / _outputsPerTile;
        while (work.TryTake(worker, _tileCount - firstTile, chunk, out int first, out int end))
        {
            for (int row = 0; row < rows; row += sweep)
            {
                for (int tile = firstTile + first; tile < firstTile + end; tile++)
                {
                    MultiplyTile(tile, input, row, Math.Min(row + sweep, rows), output, outputStride, mode);
                }
            }
        }
    }

    public void Dispose()
    {
        _tiles.Dispose();
        _bias?.Dispose();
    }

    private void MultiplyTile(int tile, ActivationRows input, int firstRow, int endRow, float* output, int outputStride, OutputMode mode)
    {
        float* sums = stackalloc float[(_kernel.WidestBlock * TileFormat.Outputs) + (AlignedMemory.Alignment / sizeof(float))];
        sums = (float*)(((nint)sums + AlignedMemory.Alignment - 1) & -AlignedMemory.Alignment);
        var weights = _tiles.Data + (tile * _tileBytes);
        int firstOutput = tile * _outputsPerTile;
        int count = Math.Min(_outputsPerTile, Outputs - firstOutput);
        nint ahead = endRow - firstRow > StreamedRows ? (nint)_tileBytes : 0;
        for (int row = firstRow; row < endRow;)
        {
            int width = _kernel.BlockWidth(endRow - row);
            _kernel.Multiply(weights, input.Block(row), input.Scales + row, input.PaddedInputs, width, sums, row + width == endRow ? ahead : 0);
            for (int i = 0; i < width; i++, row++)
            {
                Finish(sums + (i * TileFormat.Outputs), tile, output + ((nint)row * outputStride) + firstOutput, count, mode);
            }
        }
    }

    private void Finish(float* sums, int tile, float* output, int count, OutputMode mode)
    {
        var epilogue = _kernels.Epilogue;
        if (_bias is not null)
        {
            epilogue.AddBias(sums, (float*)_bias.Data + (tile * TileFormat.Outputs));
        }

        switch (_gate)
        {
            case Activation.Silu:
                epilogue.GateSilu(sums);
                break;
            case Activation.GeluTanh:
                epilogue.GateGelu(sums);
                break;
        }

        epilogue.Write(sums, output, count, mode);
    }

    // A multiple of the widest block, so that sweeps cut the rows where blocks end anyway.
    private int SweepRows(ActivationRows input)
    {
        long rows = SweepBytes * input.RowsMax / Math.Max(1, input.Bytes);
        return (int)Math.Max(1, rows / _kernel.WidestBlock) * _kernel.WidestBlock;
    }

    // Small enough to even out a worker that was interrupted, large enough to stream.
    private int ChunkTiles(int workers) => Math.Max(1, _tileCount / (workers * 8));
}
