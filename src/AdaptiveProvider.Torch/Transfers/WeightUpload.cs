using System.Runtime.InteropServices;
using AdaptiveProvider.Models.Weights;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Transfers;

/// <summary>Copies stored weights to the device some rows at a time, so that the host needs little memory beside the mapped files.</summary>
/// <param name="device">The device.</param>
/// <param name="type">The type that the weights get there.</param>
internal sealed class WeightUpload(Device device, ScalarType type)
{
    private const int ChunkBytes = 32 << 20;

    /// <summary>The device.</summary>
    public Device Device { get; } = device;

    /// <summary>The type that weights get.</summary>
    public ScalarType Type { get; } = type;

    /// <summary>One matrix of several, one below the other, [sum of outputs, inputs].</summary>
    /// <param name="parts">The matrices and the order of their rows.</param>
    public Tensor Stack(params ReadOnlySpan<Part> parts)
    {
        long rows = 0;
        foreach (var part in parts)
        {
            rows += part.Weights.RowCount;
        }

        bool isVector = parts[0].Weights.Shape.Length == 1;
        var target = isVector ? empty(rows, Type, Device) : empty(rows, parts[0].Weights.RowLength, Type, Device);
        long first = 0;
        foreach (var part in parts)
        {
            Copy(part, target, first);
            first += part.Weights.RowCount;
        }

        return target;
    }

    private static void Copy(in Part part, Tensor target, long first)
    {
        var weights = part.Weights;
        bool isVector = weights.Shape.Length == 1;
        int chunk = Math.Max(1, ChunkBytes / Math.Max(1, weights.RowLength * sizeof(float)));
        var stored = StoredType(weights.Type);
        for (int done = 0; done < weights.RowCount; done += chunk)
        {
            int count = Math.Min(chunk, weights.RowCount - done);
            using var stage = isVector ? empty(count, stored, CPU) : empty(count, weights.RowLength, stored, CPU);
            using var window = target.narrow(0, first + done, count);
            var bytes = stage.bytes;
            int rowBytes = bytes.Length / count;
            for (int row = 0; row < count; row++)
            {
                if (weights.Type == WeightType.I8)
                {
                    weights.CopyRowTo(part.RowAt(done + row), MemoryMarshal.Cast<byte, float>(bytes.Slice(row * rowBytes, rowBytes)));
                }
                else
                {
                    weights.RowBytes(part.RowAt(done + row)).CopyTo(bytes.Slice(row * rowBytes, rowBytes));
                }
            }

            window.copy_(stage);
        }
    }

    private static ScalarType StoredType(WeightType stored) => stored switch
    {
        WeightType.F16 => ScalarType.Float16,
        WeightType.BF16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>A stored tensor and the order in which its rows are taken.</summary>
    /// <param name="Weights">The stored tensor.</param>
    /// <param name="HeadDim">
    /// 0 takes rows as they are. Otherwise rows form heads of this width, whose two halves are interleaved: row i beside row i + half, as pairs
    /// that turn together.
    /// </param>
    public readonly record struct Part(WeightTensor Weights, int HeadDim = 0)
    {
        /// <summary>The stored row that becomes a row of the head order.</summary>
        public int RowAt(int row)
        {
            if (HeadDim == 0)
            {
                return row;
            }

            int inHead = row % HeadDim;
            return row - inHead + (inHead / 2) + (inHead % 2 * (HeadDim / 2));
        }
    }
}
