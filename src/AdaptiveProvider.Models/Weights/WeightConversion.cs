using System.Numerics;
using System.Runtime.InteropServices;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Conversion between stored elements and single precision, rounding to nearest, ties to even.</summary>
internal static class WeightConversion
{
    /// <summary>Widens stored elements; exact for every type.</summary>
    public static void Widen(ReadOnlySpan<byte> source, WeightType type, Span<float> destination)
    {
        destination = destination[..(source.Length / type.Size())];
        switch (type)
        {
            case WeightType.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case WeightType.F16:
                WidenHalves(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case WeightType.BF16:
                WidenUpperHalves(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            default:
                for (int i = 0; i < source.Length; i++)
                {
                    destination[i] = (sbyte)source[i];
                }

                break;
        }
    }

    /// <summary>Rounds single precision to stored elements; I8 saturates.</summary>
    public static void Narrow(ReadOnlySpan<float> source, WeightType type, Span<byte> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            var element = destination[(i * type.Size())..];
            switch (type)
            {
                case WeightType.F32:
                    MemoryMarshal.Write(element, source[i]);
                    break;
                case WeightType.F16:
                    MemoryMarshal.Write(element, (Half)source[i]);
                    break;
                case WeightType.BF16:
                    MemoryMarshal.Write(element, ToUpperHalf(source[i]));
                    break;
                default:
                    element[0] = (byte)(sbyte)Math.Clamp(MathF.Round(source[i]), sbyte.MinValue, sbyte.MaxValue);
                    break;
            }
        }
    }

    private static void WidenUpperHalves(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var low, out var high);
            Vector.AsVectorSingle(low << 16).CopyTo(destination[i..]);
            Vector.AsVectorSingle(high << 16).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    private static void WidenHalves(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var low, out var high);
            WidenHalves(low).CopyTo(destination[i..]);
            WidenHalves(high).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
        }
    }

    // Moving exponent and mantissa into place leaves the exponent 112 too small; the product with 2^112 mends that exactly, subnormals included.
    private static Vector<float> WidenHalves(Vector<uint> halves)
    {
        var magnitude = Vector.AsVectorSingle((halves & new Vector<uint>(0x7FFF)) << 13) * new Vector<float>(BitConverter.UInt32BitsToSingle(0x77800000));
        var special = Vector.GreaterThanOrEqual(halves & new Vector<uint>(0x7FFF), new Vector<uint>(0x7C00)) & new Vector<uint>(0x7F800000);
        return Vector.AsVectorSingle(Vector.AsVectorUInt32(magnitude) | special | ((halves & new Vector<uint>(0x8000)) << 16));
    }

    private static ushort ToUpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
