using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>As many singles as the machine's <see cref="Vector{T}"/> holds: the portable tier.</summary>
internal unsafe readonly struct FloatLanesPortable : IFloatLanes<Vector<float>>
{
    public static int Count => Vector<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(float* source) => Vector.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Add(Vector<float> left, Vector<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Subtract(Vector<float> left, Vector<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Multiply(Vector<float> left, Vector<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Divide(Vector<float> left, Vector<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend)
        => Vector.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Max(Vector<float> left, Vector<float> right) => Vector.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Min(Vector<float> left, Vector<float> right) => Vector.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MaxMagnitude(Vector<float> left, Vector<float> right)
        => Vector.AsVectorSingle(Vector.Max(Vector.AsVectorInt32(left), Vector.AsVectorInt32(Vector.Abs(right))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector<float> value) => Vector.Sum(value);

    public static float HorizontalMax(Vector<float> value)
    {
        float largest = value[0];
        for (int i = 1; i < Count; i++)
        {
            largest = Math.Max(largest, value[i]);
        }

        return largest;
    }

    public static float HorizontalMaxMagnitude(Vector<float> value)
    {
        var bits = Vector.AsVectorInt32(value);
        int largest = bits[0];
        for (int i = 1; i < Count; i++)
        {
            largest = Math.Max(largest, bits[i]);
        }

        return BitConverter.Int32BitsToSingle(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Round(Vector<float> value) => Vector.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ScaleByPowerOfTwo(Vector<float> value, Vector<float> exponent)
        => Vector.AsVectorSingle(Vector.AsVectorInt32(value) + (Vector.ConvertToInt32(exponent) << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ZeroWhereLess(Vector<float> left, Vector<float> right, Vector<float> value)
        => Vector.ConditionalSelect(Vector.LessThan(left, right), Vector<float>.Zero, value);

    public static void StoreInt16(Vector<float> value, short* destination)
    {
        var rounded = Vector.ConvertToInt32(Vector.Round(value));
        for (int i = 0; i < Count; i++)
        {
            destination[i] = (short)rounded[i];
        }
    }

    public static Vector<float> LoadBFloat16(ushort* source)
    {
        uint* wide = stackalloc uint[Count];
        for (int i = 0; i < Count; i++)
        {
            wide[i] = (uint)source[i] << 16;
        }

        return Vector.AsVectorSingle(Vector.Load(wide));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBFloat16Pairs(ushort* source, out Vector<float> first, out Vector<float> second)
    {
        // NOTE: the first of a pair is the lower half of the word, on little-endian machines, which are all that .NET supports here.
        var pairs = Vector.Load((uint*)source);
        first = Vector.AsVectorSingle(pairs << 16);
        second = Vector.AsVectorSingle(pairs & new Vector<uint>(0xFFFF0000u));
    }

    public static void StoreBFloat16(Vector<float> value, ushort* destination)
    {
        for (int i = 0; i < Count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value[i]);
            destination[i] = float.IsNaN(value[i]) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    public static Vector<float> LoadHalf(ushort* source)
    {
        float* wide = stackalloc float[Count];
        for (int i = 0; i < Count; i++)
        {
            wide[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
        }

        return Vector.Load(wide);
    }

    public static void StoreHalf(Vector<float> value, ushort* destination)
    {
        for (int i = 0; i < Count; i++)
        {
            destination[i] = BitConverter.HalfToUInt16Bits((Half)value[i]);
        }
    }
}
