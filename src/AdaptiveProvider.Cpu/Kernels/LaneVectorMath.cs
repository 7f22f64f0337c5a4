using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The row operations of one tier. Whole vectors come first; the rest, where there is one, goes through a padded copy.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal sealed unsafe partial class LaneVectorMath<TFloat, TVector> : VectorMath
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Dot(float* left, float* right, int count)
    {
        TVector sum0 = default, sum1 = default;
        int i = 0;
        for (; i <= count - (2 * TFloat.Count); i += 2 * TFloat.Count)
        {
            sum0 = TFloat.MultiplyAdd(TFloat.Load(left + i), TFloat.Load(right + i), sum0);
            sum1 = TFloat.MultiplyAdd(TFloat.Load(left + i + TFloat.Count), TFloat.Load(right + i + TFloat.Count), sum1);
        }

        float rest = 0;
        for (; i < count; i++)
        {
            rest += left[i] * right[i];
        }

        return TFloat.Sum(TFloat.Add(sum0, sum1)) + rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float MaxMagnitude(float* source, int count)
    {
        TVector largest = default;
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            largest = TFloat.MaxMagnitude(largest, TFloat.Load(source + i));
        }

        if (i < count)
        {
            largest = TFloat.MaxMagnitude(largest, LoadPart(source + i, count - i));
        }

        return TFloat.HorizontalMaxMagnitude(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(float factor, float* destination, int count)
    {
        var factors = TFloat.Broadcast(factor);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TFloat.Store(TFloat.Multiply(TFloat.Load(destination + i), factors), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] *= factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddScaled(float factor, float* source, float* destination, int count)
    {
        var factors = TFloat.Broadcast(factor);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TFloat.Store(TFloat.MultiplyAdd(TFloat.Load(source + i), factors, TFloat.Load(destination + i)), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] += source[i] * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Interpolate(float factor, float* source, float* destination, int count)
    {
        var factors = TFloat.Broadcast(factor);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            var own = TFloat.Load(destination + i);
            TFloat.Store(TFloat.MultiplyAdd(TFloat.Subtract(TFloat.Load(source + i), own), factors, own), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] += (source[i] - destination[i]) * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float RmsNorm(float* source, float* gain, float epsilon, int count, float* destination)
    {
        var inverse = TFloat.Broadcast(1 / MathF.Sqrt((Dot(source, source, count) / count) + epsilon));
        TVector largest = default;
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            var value = TFloat.Multiply(TFloat.Multiply(TFloat.Load(source + i), inverse), TFloat.Load(gain + i));
            TFloat.Store(value, destination + i);
            largest = TFloat.MaxMagnitude(largest, value);
        }

        if (i < count)
        {
            var value = TFloat.Multiply(TFloat.Multiply(LoadPart(source + i, count - i), inverse), LoadPart(gain + i, count - i));
            StorePart(value, destination + i, count - i);
            largest = TFloat.MaxMagnitude(largest, value);
        }

        return TFloat.HorizontalMaxMagnitude(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RotateHalves(float* head, float* cos, float* sin, int half)
    {
        int i = 0;
        for (; i <= half - TFloat.Count; i += TFloat.Count)
        {
            TVector first = TFloat.Load(head + i), second = TFloat.Load(head + half + i);
            TVector c = TFloat.Load(cos + i), s = TFloat.Load(sin + i);
            TFloat.Store(TFloat.Subtract(TFloat.Multiply(first, c), TFloat.Multiply(second, s)), head + i);
            TFloat.Store(TFloat.Add(TFloat.Multiply(second, c), TFloat.Multiply(first, s)), head + half + i);
        }

        for (; i < half; i++)
        {
            float first = head[i], second = head[half + i];
            head[i] = (first * cos[i]) - (second * sin[i]);
            head[half + i] = (second * cos[i]) + (first * sin[i]);
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector LoadPart(float* source, int count)
    {
        float* padded = stackalloc float[TFloat.Count];
        new Span<float>(padded, TFloat.Count).Clear();
        new Span<float>(source, count).CopyTo(new Span<float>(padded, count));
        return TFloat.Load(padded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StorePart(TVector value, float* destination, int count)
    {
        float* padded = stackalloc float[TFloat.Count];
        TFloat.Store(value, padded);
        new Span<float>(padded, count).CopyTo(new Span<float>(destination, count));
    }
}
