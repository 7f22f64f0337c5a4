using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The vector operations of one tier.</summary>
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

        for (; i < count; i += TFloat.Count)
        {
            sum0 = TFloat.MultiplyAdd(LoadUpTo(left + i, count - i), LoadUpTo(right + i, count - i), sum0);
        }

        return TFloat.Sum(TFloat.Add(sum0, sum1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Sum(float* source, int count)
    {
        TVector sum = default;
        for (int i = 0; i < count; i += TFloat.Count)
        {
            sum = TFloat.Add(sum, LoadUpTo(source + i, count - i));
        }

        return TFloat.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Max(float* source, int count)
    {
        var largest = TFloat.Broadcast(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            largest = TFloat.Max(largest, TFloat.Load(source + i));
        }

        float result = TFloat.HorizontalMax(largest);
        for (; i < count; i++)
        {
            result = Math.Max(result, source[i]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float MaxMagnitude(float* source, int count)
    {
        TVector largest = default;
        for (int i = 0; i < count; i += TFloat.Count)
        {
            largest = TFloat.MaxMagnitude(largest, LoadUpTo(source + i, count - i));
        }

        return TFloat.HorizontalMaxMagnitude(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int ArgMax(float* source, int count)
    {
        float largest = Max(source, count);
        for (int i = 0; i < count; i++)
        {
            if (source[i] == largest)
            {
                return i;
            }
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(float* source, float* destination, int count)
    {
        for (int i = 0; i < count; i += TFloat.Count)
        {
            StoreUpTo(TFloat.Add(LoadUpTo(destination + i, count - i), LoadUpTo(source + i, count - i)), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(float factor, float* destination, int count)
    {
        var factors = TFloat.Broadcast(factor);
        for (int i = 0; i < count; i += TFloat.Count)
        {
            StoreUpTo(TFloat.Multiply(LoadUpTo(destination + i, count - i), factors), destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyAdd(float factor, float* source, float* destination, int count)
    {
        var factors = TFloat.Broadcast(factor);
        for (int i = 0; i < count; i += TFloat.Count)
        {
            var sum = TFloat.MultiplyAdd(LoadUpTo(source + i, count - i), factors, LoadUpTo(destination + i, count - i));
            StoreUpTo(sum, destination + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LoadUpTo(float* source, int count) => count >= TFloat.Count ? TFloat.Load(source) : LoadPart(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUpTo(TVector value, float* destination, int count)
    {
        if (count >= TFloat.Count)
        {
            TFloat.Store(value, destination);
        }
        else
        {
            StorePart(value, destination, count);
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
