using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>A named, read-only tensor in row-major order over memory that its owner keeps mapped.</summary>
public sealed unsafe class WeightTensor
{
    private readonly byte* _data;
    private readonly int _rowStride;

    /// <summary>Wraps mapped memory; the caller has checked that it holds the shape.</summary>
    internal WeightTensor(string name, WeightType type, ImmutableArray<int> shape, byte* data)
    {
        (Name, Type, Shape) = (name, type, shape);
        _data = data;
        _rowStride = shape.Length == 0 ? 1 : (int)(shape.Aggregate(1L, (product, size) => product * size) / Math.Max(1, shape[0]));
    }

    /// <summary>The tensor's name in the file.</summary>
    public string Name { get; }

    /// <summary>The stored element type.</summary>
    public WeightType Type { get; }

    /// <summary>Sizes, outermost first; linear weights are [outputs, inputs].</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes per element.</summary>
    public int ElementSize => Type switch { WeightType.F32 => 4, WeightType.I8 => 1, _ => 2 };

    /// <summary>The raw bytes of one index of the first dimension (the whole tensor is row 0 of a scalar).</summary>
    public ReadOnlySpan<byte> RowBytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Shape.Length == 0 ? 1 : Shape[0]);
        return new ReadOnlySpan<byte>(_data + ((long)row * _rowStride * ElementSize), _rowStride * ElementSize);
    }

    /// <summary>A view of consecutive indices of the first dimension, for example one of several fused projections.</summary>
    public WeightTensor Rows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Shape[0]);
        return new WeightTensor($"{Name}[{first}..{first + count}]", Type, Shape.SetItem(0, count), _data + ((long)first * _rowStride * ElementSize));
    }

    /// <summary>Widens one index of the first dimension to single precision.</summary>
    /// <param name="row">Index of the first dimension.</param>
    /// <param name="destination">[row elements]</param>
    public void CopyRowTo(int row, Span<float> destination)
    {
        var bytes = RowBytes(row);
        switch (Type)
        {
            case WeightType.F32:
                System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
            case WeightType.F16:
                var halves = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < halves.Length; i++)
                {
                    destination[i] = (float)halves[i];
                }

                break;
            case WeightType.BF16:
                var upperHalves = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < upperHalves.Length; i++)
                {
                    destination[i] = BitConverter.UInt32BitsToSingle((uint)upperHalves[i] << 16);
                }

                break;
            default:
                for (int i = 0; i < bytes.Length; i++)
                {
                    destination[i] = (sbyte)bytes[i];
                }

                break;
        }
    }
}
