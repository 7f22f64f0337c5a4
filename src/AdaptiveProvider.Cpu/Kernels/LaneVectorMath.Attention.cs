using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <content>Products with stored keys and values.</content>
internal sealed unsafe partial class LaneVectorMath<TFloat, TVector>
{
    public override void Scores(
        float* query, void* keys, ElementType type, nint strideBytes, int positions, int count, float scale, float* scores)
    {
        switch (type)
        {
            case ElementType.F32:
                Scores<SingleElements<TFloat, TVector>>(query, (byte*)keys, strideBytes, positions, count, scale, scores);
                break;
            case ElementType.BF16:
                Scores<BFloat16Elements<TFloat, TVector>>(query, (byte*)keys, strideBytes, positions, count, scale, scores);
                break;
            default:
                Scores<HalfElements<TFloat, TVector>>(query, (byte*)keys, strideBytes, positions, count, scale, scores);
                break;
        }
    }

    public override void WeightedSum(
        float* weights, void* values, ElementType type, nint strideBytes, int positions, int count, float* destination)
    {
        switch (type)
        {
            case ElementType.F32:
                WeightedSum<SingleElements<TFloat, TVector>>(weights, (byte*)values, strideBytes, positions, count, destination);
                break;
            case ElementType.BF16:
                WeightedSum<BFloat16Elements<TFloat, TVector>>(weights, (byte*)values, strideBytes, positions, count, destination);
                break;
            default:
                WeightedSum<HalfElements<TFloat, TVector>>(weights, (byte*)values, strideBytes, positions, count, destination);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores<TElements>(
        float* query, byte* keys, nint strideBytes, int positions, int count, float scale, float* scores)
        where TElements : struct, IElements<TVector>
    {
        for (int position = 0; position < positions; position++, keys += strideBytes)
        {
            TVector sum = default;
            for (int i = 0; i < count; i += TFloat.Count)
            {
                sum = TFloat.MultiplyAdd(
                    LoadUpTo(query + i, count - i), LoadElementsUpTo<TElements>(keys + ((nint)i * TElements.Bytes), count - i), sum);
            }

            scores[position] = TFloat.Sum(sum) * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightedSum<TElements>(
        float* weights, byte* values, nint strideBytes, int positions, int count, float* destination)
        where TElements : struct, IElements<TVector>
    {
        for (int i = 0; i < count; i += TFloat.Count)
        {
            var sum = LoadUpTo(destination + i, count - i);
            var column = values + ((nint)i * TElements.Bytes);
            for (int position = 0; position < positions; position++, column += strideBytes)
            {
                sum = TFloat.MultiplyAdd(TFloat.Broadcast(weights[position]), LoadElementsUpTo<TElements>(column, count - i), sum);
            }

            StoreUpTo(sum, destination + i, count - i);
        }
    }
}
