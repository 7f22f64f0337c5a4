using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Packs stored rows tile by tile; beside the result it needs one tile of singles per worker.</summary>
internal sealed unsafe class TilePacker(WeightRows rows, TileFormat format)
{
    private readonly int _paddedInputs = (rows.Inputs + 1) & ~1;

    /// <summary>Bytes of one tile.</summary>
    public long TileBytes => format.TileBytes(_paddedInputs);

    /// <summary>Packs all tiles.</summary>
    /// <param name="team">Shares the work; null packs on the calling thread.</param>
    /// <param name="error">The error made.</param>
    /// <exception cref="ModelFormatException">The format cannot hold a weight that is not finite.</exception>
    public AlignedMemory Pack(WorkerTeam? team, out QuantizationError error)
    {
        var tiles = new AlignedMemory(rows.Tiles * TileBytes);
        var errors = new QuantizationError[rows.Tiles];
        var work = new WorkCursor(team?.Count ?? 1);
        try
        {
            if (team is null)
            {
                PackShare(0, work, tiles, errors);
            }
            else
            {
                team.Run(worker => PackShare(worker, work, tiles, errors));
            }

            error = errors.Aggregate((left, right) => left.With(right));
            return tiles;
        }
        catch
        {
            tiles.Dispose();
            throw;
        }
    }

    /// <summary>The biases in packed order, [tiles, 32].</summary>
    public AlignedMemory PackBias()
    {
        var bias = new AlignedMemory((long)rows.Tiles * TileFormat.Outputs * sizeof(float));
        for (int packed = 0; packed < rows.Tiles * TileFormat.Outputs; packed++)
        {
            ((float*)bias.Data)[packed] = rows.Bias(packed);
        }

        return bias;
    }

    private void PackShare(int worker, WorkCursor work, AlignedMemory tiles, QuantizationError[] errors)
    {
        using var buffer = new AlignedMemory((long)TileFormat.Outputs * _paddedInputs * sizeof(float));
        var widened = (float*)buffer.Data;
        while (work.TryTake(worker, rows.Tiles, 1, out int tile, out _))
        {
            for (int lane = 0; lane < TileFormat.Outputs; lane++)
            {
                var row = new Span<float>(widened + ((nint)lane * _paddedInputs), _paddedInputs);
                if (!rows.TryCopyRow((tile * TileFormat.Outputs) + lane, row))
                {
                    row.Clear();
                }
            }

            errors[tile] = format.Pack(widened, _paddedInputs, tiles.Data + (tile * TileBytes));
            if (!double.IsFinite(errors[tile].SquaredError))
            {
                throw new ModelFormatException(
                    "model weights", rows.Name, "holds weights that are not finite, which this precision cannot represent; use f32 or repair the checkpoint.");
            }
        }
    }
}
