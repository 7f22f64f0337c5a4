using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <content>Norms, activations, rotations and quantisation.</content>
internal sealed unsafe partial class LaneVectorMath<TFloat, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float ExpShifted(float* source, float shift, float* destination, int count)
    {
        TVector sum = default;
        var shifts = TFloat.Broadcast(shift);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            var value = LaneMath<TFloat, TVector>.Exp(TFloat.Subtract(TFloat.Load(source + i), shifts));
            TFloat.Store(value, destination + i);
            sum = TFloat.Add(sum, value);
        }

        float total = TFloat.Sum(sum);
        if (i < count)
        {
            StorePart(LaneMath<TFloat, TVector>.Exp(TFloat.Subtract(LoadPart(source + i, count - i), shifts)), destination + i, count - i);
            for (; i < count; i++)
            {
                total += destination[i];
            }
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void GateSilu(float* gate, float* up, float* destination, int count)
    {
        for (int i = 0; i < count; i += TFloat.Count)
        {
            var value = LaneMath<TFloat, TVector>.Silu(LoadUpTo(gate + i, count - i));
            StoreUpTo(TFloat.Multiply(value, LoadUpTo(up + i, count - i)), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void GateGelu(float* gate, float* up, float* destination, int count)
    {
        for (int i = 0; i < count; i += TFloat.Count)
        {
            var value = LaneMath<TFloat, TVector>.GeluTanh(LoadUpTo(gate + i, count - i));
            StoreUpTo(TFloat.Multiply(value, LoadUpTo(up + i, count - i)), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float RmsNorm(float* source, float* gain, float epsilon, int count, float* destination)
    {
        float inverse = 1 / MathF.Sqrt((Dot(source, source, count) / count) + epsilon);
        var inverses = TFloat.Broadcast(inverse);
        TVector largest = default;
        for (int i = 0; i < count; i += TFloat.Count)
        {
            var value = TFloat.Multiply(TFloat.Multiply(LoadUpTo(source + i, count - i), inverses), LoadUpTo(gain + i, count - i));
            StoreUpTo(value, destination + i, count - i);
            largest = TFloat.MaxMagnitude(largest, value);
        }

        return TFloat.HorizontalMaxMagnitude(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RotateHalves(float* head, float* cos, float* sin, int half)
    {
        for (int i = 0; i < half; i += TFloat.Count)
        {
            int left = half - i;
            TVector first = LoadUpTo(head + i, left), second = LoadUpTo(head + half + i, left);
            TVector c = LoadUpTo(cos + i, left), s = LoadUpTo(sin + i, left);
            StoreUpTo(TFloat.Subtract(TFloat.Multiply(first, c), TFloat.Multiply(second, s)), head + i, left);
            StoreUpTo(TFloat.Add(TFloat.Multiply(second, c), TFloat.Multiply(first, s)), head + half + i, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Quantize(float* source, float inverse, int count, short* destination)
    {
        var inverses = TFloat.Broadcast(inverse);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TFloat.StoreInt16(TFloat.Multiply(TFloat.Load(source + i), inverses), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = (short)MathF.Round(source[i] * inverse);
        }
    }

    public override void Narrow(float* source, ElementType type, void* destination, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Narrow<SingleElements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
            case ElementType.BF16:
                Narrow<BFloat16Elements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
            default:
                Narrow<HalfElements<TFloat, TVector>>(source, (byte*)destination, count);
                break;
        }
    }

    public override void Widen(void* source, ElementType type, float* destination, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Widen<SingleElements<TFloat, TVector>>((byte*)source, destination, count);
                break;
            case ElementType.BF16:
                Widen<BFloat16Elements<TFloat, TVector>>((byte*)source, destination, count);
                break;
            default:
                Widen<HalfElements<TFloat, TVector>>((byte*)source, destination, count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TElements>(float* source, byte* destination, int count)
        where TElements : struct, IElements<TVector>
    {
        for (int i = 0; i < count; i += TFloat.Count, destination += TFloat.Count * TElements.Bytes)
        {
            StoreElementsUpTo<TElements>(LoadUpTo(source + i, count - i), destination, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<TElements>(byte* source, float* destination, int count)
        where TElements : struct, IElements<TVector>
    {
        for (int i = 0; i < count; i += TFloat.Count, source += TFloat.Count * TElements.Bytes)
        {
            StoreUpTo(LoadElementsUpTo<TElements>(source, count - i), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LoadElementsUpTo<TElements>(byte* source, int count)
        where TElements : struct, IElements<TVector>
        => count >= TFloat.Count ? TElements.Load(source) : LoadElementsPart<TElements>(source, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector LoadElementsPart<TElements>(byte* source, int count)
        where TElements : struct, IElements<TVector>
    {
        int bytes = TFloat.Count * TElements.Bytes;
        byte* padded = stackalloc byte[bytes];
        new Span<byte>(padded, bytes).Clear();
        new Span<byte>(source, count * TElements.Bytes).CopyTo(new Span<byte>(padded, bytes));
        return TElements.Load(padded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreElementsUpTo<TElements>(TVector value, byte* destination, int count)
        where TElements : struct, IElements<TVector>
    {
        if (count >= TFloat.Count)
        {
            TElements.Store(value, destination);
            return;
        }

        byte* padded = stackalloc byte[TFloat.Count * TElements.Bytes];
        TElements.Store(value, padded);
        new Span<byte>(padded, count * TElements.Bytes).CopyTo(new Span<byte>(destination, count * TElements.Bytes));
    }
}
