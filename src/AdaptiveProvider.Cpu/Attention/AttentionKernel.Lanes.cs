using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>The attention kernel for one register width.</summary>
internal sealed unsafe class AttentionKernel<TLanes, TVector> : AttentionKernel
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override void Score(in AttentionScratch scratch, int queryCount, int headDim, void* keys, ElementType type, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Score(scratch.Queries, scratch.Scores, queryCount, headDim, (float*)keys, count);
                break;
            case ElementType.BF16:
                Score(scratch.Queries, scratch.Scores, queryCount, headDim, (ushort*)keys, count);
                break;
            default:
                Score(scratch.Queries, scratch.Scores, queryCount, headDim, (Half*)keys, count);
                break;
        }
    }

    public override void Accumulate(in AttentionScratch scratch, int queryCount, int valueDim, void* values, ElementType type, int count)
    {
        switch (type)
        {
            case ElementType.F32:
                Accumulate(scratch, queryCount, valueDim, (float*)values, count);
                break;
            case ElementType.BF16:
                Accumulate(scratch, queryCount, valueDim, (ushort*)values, count);
                break;
            default:
                Accumulate(scratch, queryCount, valueDim, (Half*)values, count);
                break;
        }
    }

    public override void Exponentiate(in AttentionScratch scratch, int query, int first, int end, int count)
    {
        float* scores = scratch.Scores + (query * BlockLength);
        int width = (count + ValueAlignment - 1) / ValueAlignment * ValueAlignment;
        if (first >= end)
        {
            new Span<float>(scores, width).Clear();
            scratch.Corrections[query] = 1f;
            return;
        }

        if (first > 0 || end < width)
        {
            new Span<float>(scores, first).Fill(float.NegativeInfinity);
            new Span<float>(scores + end, width - end).Fill(float.NegativeInfinity);
        }

        TVector highest = TLanes.Broadcast(scratch.Maxima[query]), total = TLanes.Broadcast(0f);
        for (int i = 0; i < width; i += TLanes.Count)
        {
            highest = TLanes.Max(highest, TLanes.Load(scores + i));
        }

        float maximum = TLanes.HorizontalMax(highest);
        TVector shift = TLanes.Broadcast(maximum);
        for (int i = 0; i < width; i += TLanes.Count)
        {
            TVector exponential = LaneMath<TLanes, TVector>.Exp(TLanes.Subtract(TLanes.Load(scores + i), shift));
            TLanes.Store(exponential, scores + i);
            total = TLanes.Add(total, exponential);
        }

        float correction = MathF.Exp(scratch.Maxima[query] - maximum);
        scratch.Corrections[query] = correction;
        scratch.Maxima[query] = maximum;
        scratch.Totals[query] = (scratch.Totals[query] * correction) + TLanes.Sum(total);
    }

    private static void Score<TElement>(float* queries, float* scores, int queryCount, int headDim, TElement* keys, int count)
        where TElement : unmanaged
    {
        for (int position = 0; position < count; position += 2 * TLanes.Count)
        {
            TElement* tile = keys + (position / KeyInterleave * KeyInterleave * headDim) + (position % KeyInterleave);
            for (int query = 0; query < queryCount; query += QueryGroup)
            {
                ScoreTile(queries + (query * headDim), scores + (query * BlockLength) + position, headDim, tile);
            }
        }
    }

    // [4 queries] x [2 vectors of positions]: eight sums hide the latency of multiply-add.
    private static void ScoreTile<TElement>(float* queries, float* scores, int headDim, TElement* keys)
        where TElement : unmanaged
    {
        TVector sum00 = TLanes.Broadcast(0f), sum01 = sum00, sum10 = sum00, sum11 = sum00, sum20 = sum00, sum21 = sum00, sum30 = sum00, sum31 = sum00;
        float* query1 = queries + headDim, query2 = query1 + headDim, query3 = query2 + headDim;
        for (int dim = 0; dim < headDim; dim++, keys += KeyInterleave)
        {
            TVector key0 = Load(keys), key1 = Load(keys + TLanes.Count);
            TVector query = TLanes.Broadcast(queries[dim]);
            sum00 = TLanes.MultiplyAdd(query, key0, sum00);
            sum01 = TLanes.MultiplyAdd(query, key1, sum01);
            query = TLanes.Broadcast(query1[dim]);
            sum10 = TLanes.MultiplyAdd(query, key0, sum10);
            sum11 = TLanes.MultiplyAdd(query, key1, sum11);
            query = TLanes.Broadcast(query2[dim]);
            sum20 = TLanes.MultiplyAdd(query, key0, sum20);
            sum21 = TLanes.MultiplyAdd(query, key1, sum21);
            query = TLanes.Broadcast(query3[dim]);
            sum30 = TLanes.MultiplyAdd(query, key0, sum30);
            sum31 = TLanes.MultiplyAdd(query, key1, sum31);
        }

        Store(scores, sum00, sum01);
        Store(scores + BlockLength, sum10, sum11);
        Store(scores + (2 * BlockLength), sum20, sum21);
        Store(scores + (3 * BlockLength), sum30, sum31);
    }

    private static void Accumulate<TElement>(in AttentionScratch scratch, int queryCount, int valueDim, TElement* values, int count)
        where TElement : unmanaged
    {
        int column = 0;
        for (; column + (2 * TLanes.Count) <= valueDim; column += 2 * TLanes.Count)
        {
            for (int query = 0; query < queryCount; query += QueryGroup)
            {
                AccumulatePair(
                    scratch.Scores + (query * BlockLength), scratch.Corrections + query, scratch.Sums + (query * valueDim) + column, valueDim, values + column, count);
            }
        }

        if (column < valueDim)
        {
            for (int query = 0; query < queryCount; query += QueryGroup)
            {
                AccumulateSingle(
                    scratch.Scores + (query * BlockLength), scratch.Corrections + query, scratch.Sums + (query * valueDim) + column, valueDim, values + column, count);
            }
        }
    }

    // [4 queries] x [2 vectors of head dims]
    private static void AccumulatePair<TElement>(float* weights, float* corrections, float* sums, int valueDim, TElement* values, int count)
        where TElement : unmanaged
    {
        float* sums1 = sums + valueDim, sums2 = sums1 + valueDim, sums3 = sums2 + valueDim;
        var (sum00, sum01) = (Scaled(sums, corrections[0]), Scaled(sums + TLanes.Count, corrections[0]));
        var (sum10, sum11) = (Scaled(sums1, corrections[1]), Scaled(sums1 + TLanes.Count, corrections[1]));
        var (sum20, sum21) = (Scaled(sums2, corrections[2]), Scaled(sums2 + TLanes.Count, corrections[2]));
        var (sum30, sum31) = (Scaled(sums3, corrections[3]), Scaled(sums3 + TLanes.Count, corrections[3]));
        float* weights1 = weights + BlockLength, weights2 = weights1 + BlockLength, weights3 = weights2 + BlockLength;
        for (int position = 0; position < count; position++, values += valueDim)
        {
            TVector value0 = Load(values), value1 = Load(values + TLanes.Count);
            TVector weight = TLanes.Broadcast(weights[position]);
            sum00 = TLanes.MultiplyAdd(weight, value0, sum00);
            sum01 = TLanes.MultiplyAdd(weight, value1, sum01);
            weight = TLanes.Broadcast(weights1[position]);
            sum10 = TLanes.MultiplyAdd(weight, value0, sum10);
            sum11 = TLanes.MultiplyAdd(weight, value1, sum11);
            weight = TLanes.Broadcast(weights2[position]);
            sum20 = TLanes.MultiplyAdd(weight, value0, sum20);
            sum21 = TLanes.MultiplyAdd(weight, value1, sum21);
            weight = TLanes.Broadcast(weights3[position]);
            sum30 = TLanes.MultiplyAdd(weight, value0, sum30);
            sum31 = TLanes.MultiplyAdd(weight, value1, sum31);
        }

        Store(sums, sum00, sum01);
        Store(sums1, sum10, sum11);
        Store(sums2, sum20, sum21);
        Store(sums3, sum30, sum31);
    }

    // [4 queries] x [1 vector of head dims]: the odd vector of heads like 16, 48 or 80.
    private static void AccumulateSingle<TElement>(float* weights, float* corrections, float* sums, int valueDim, TElement* values, int count)
        where TElement : unmanaged
    {
        float* sums1 = sums + valueDim, sums2 = sums1 + valueDim, sums3 = sums2 + valueDim;
        TVector sum0 = Scaled(sums, corrections[0]), sum1 = Scaled(sums1, corrections[1]);
        TVector sum2 = Scaled(sums2, corrections[2]), sum3 = Scaled(sums3, corrections[3]);
        for (int position = 0; position < count; position++, values += valueDim)
        {
            TVector value = Load(values);
            sum0 = TLanes.MultiplyAdd(TLanes.Broadcast(weights[position]), value, sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Broadcast(weights[position + BlockLength]), value, sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Broadcast(weights[position + (2 * BlockLength)]), value, sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Broadcast(weights[position + (3 * BlockLength)]), value, sum3);
        }

        TLanes.Store(sum0, sums);
        TLanes.Store(sum1, sums1);
        TLanes.Store(sum2, sums2);
        TLanes.Store(sum3, sums3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TElement>(TElement* source)
        where TElement : unmanaged
        => typeof(TElement) == typeof(float) ? TLanes.Load((float*)source)
            : typeof(TElement) == typeof(Half) ? TLanes.LoadHalf((ushort*)source)
            : TLanes.LoadBFloat16((ushort*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* destination, TVector value0, TVector value1)
    {
        TLanes.Store(value0, destination);
        TLanes.Store(value1, destination + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scaled(float* source, float factor) => TLanes.Multiply(TLanes.Load(source), TLanes.Broadcast(factor));
}
