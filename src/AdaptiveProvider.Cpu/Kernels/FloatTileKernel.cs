using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Single-precision products of F32 or BF16 weights: per (row, output) one chain of multiply-adds over the inputs in order.</summary>
/// <typeparam name="TWeights">Reads the weights' format.</typeparam>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal sealed unsafe class FloatTileKernel<TWeights, TFloat, TVector>(int widestBlock) : TileKernel
    where TWeights : struct, IPairedWeights<TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public override int WidestBlock => widestBlock;

    /// <summary>Outputs that a pass keeps in registers: two vectors.</summary>
    private static int StripOutputs => 2 * TFloat.Count;

    public override void Multiply(byte* tile, byte* block, float* rowScales, int inputs, int width, float* sums, nint ahead)
    {
        var activations = (float*)block;
        for (int output = 0; output < TileFormat.Outputs; output += StripOutputs)
        {
            var weights = tile + (output * TWeights.OutputBytes);
            switch (width)
            {
                case 1:
                    Multiply1(weights, activations, inputs, sums + output, output == 0 ? ahead : 0);
                    break;
                case 2:
                    Multiply2(weights, activations, inputs, sums + output, output == 0 ? ahead : 0);
                    break;
                case 4:
                    Multiply4(weights, activations, inputs, sums + output, output == 0 ? ahead : 0);
                    break;
                default:
                    Multiply8(weights, activations, inputs, sums + output, output == 0 ? ahead : 0);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector first, TVector second, float* sums)
    {
        TFloat.Store(first, sums);
        TFloat.Store(second, sums + TFloat.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TVector weights0, TVector weights1, float* row, ref TVector sum0, ref TVector sum1)
    {
        var activation = TFloat.Broadcast(*row);
        sum0 = TFloat.MultiplyAdd(weights0, activation, sum0);
        sum1 = TFloat.MultiplyAdd(weights1, activation, sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply1(byte* weights, float* activations, int inputs, float* sums, nint ahead)
    {
        TVector sum00 = default, sum01 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            CachePrefetch.Lines(weights + ahead, TWeights.PairBytes);
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            MultiplyAdd(even0, even1, activations, ref sum00, ref sum01);
            MultiplyAdd(odd0, odd1, activations + 1, ref sum00, ref sum01);
            weights += TWeights.PairBytes;
            activations += 2;
        }

        Store(sum00, sum01, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply2(byte* weights, float* activations, int inputs, float* sums, nint ahead)
    {
        TVector sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            CachePrefetch.Lines(weights + ahead, TWeights.PairBytes);
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            MultiplyAdd(even0, even1, activations, ref sum00, ref sum01);
            MultiplyAdd(even0, even1, activations + 1, ref sum10, ref sum11);
            MultiplyAdd(odd0, odd1, activations + 2, ref sum00, ref sum01);
            MultiplyAdd(odd0, odd1, activations + 3, ref sum10, ref sum11);
            weights += TWeights.PairBytes;
            activations += 4;
        }

        Store(sum00, sum01, sums);
        Store(sum10, sum11, sums + TileFormat.Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4(byte* weights, float* activations, int inputs, float* sums, nint ahead)
    {
        TVector sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        TVector sum20 = default, sum21 = default, sum30 = default, sum31 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            CachePrefetch.Lines(weights + ahead, TWeights.PairBytes);
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            MultiplyAdd(even0, even1, activations, ref sum00, ref sum01);
            MultiplyAdd(even0, even1, activations + 1, ref sum10, ref sum11);
            MultiplyAdd(even0, even1, activations + 2, ref sum20, ref sum21);
            MultiplyAdd(even0, even1, activations + 3, ref sum30, ref sum31);
            MultiplyAdd(odd0, odd1, activations + 4, ref sum00, ref sum01);
            MultiplyAdd(odd0, odd1, activations + 5, ref sum10, ref sum11);
            MultiplyAdd(odd0, odd1, activations + 6, ref sum20, ref sum21);
            MultiplyAdd(odd0, odd1, activations + 7, ref sum30, ref sum31);
            weights += TWeights.PairBytes;
            activations += 8;
        }

        Store(sum00, sum01, sums);
        Store(sum10, sum11, sums + TileFormat.Outputs);
        Store(sum20, sum21, sums + (2 * TileFormat.Outputs));
        Store(sum30, sum31, sums + (3 * TileFormat.Outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8(byte* weights, float* activations, int inputs, float* sums, nint ahead)
    {
        TVector sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        TVector sum20 = default, sum21 = default, sum30 = default, sum31 = default;
        TVector sum40 = default, sum41 = default, sum50 = default, sum51 = default;
        TVector sum60 = default, sum61 = default, sum70 = default, sum71 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            CachePrefetch.Lines(weights + ahead, TWeights.PairBytes);
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            MultiplyAdd(even0, even1, activations, ref sum00, ref sum01);
            MultiplyAdd(even0, even1, activations + 1, ref sum10, ref sum11);
            MultiplyAdd(even0, even1, activations + 2, ref sum20, ref sum21);
            MultiplyAdd(even0, even1, activations + 3, ref sum30, ref sum31);
            MultiplyAdd(even0, even1, activations + 4, ref sum40, ref sum41);
            MultiplyAdd(even0, even1, activations + 5, ref sum50, ref sum51);
            MultiplyAdd(even0, even1, activations + 6, ref sum60, ref sum61);
            MultiplyAdd(even0, even1, activations + 7, ref sum70, ref sum71);
            MultiplyAdd(odd0, odd1, activations + 8, ref sum00, ref sum01);
            MultiplyAdd(odd0, odd1, activations + 9, ref sum10, ref sum11);
            MultiplyAdd(odd0, odd1, activations + 10, ref sum20, ref sum21);
            MultiplyAdd(odd0, odd1, activations + 11, ref sum30, ref sum31);
            MultiplyAdd(odd0, odd1, activations + 12, ref sum40, ref sum41);
            MultiplyAdd(odd0, odd1, activations + 13, ref sum50, ref sum51);
            MultiplyAdd(odd0, odd1, activations + 14, ref sum60, ref sum61);
            MultiplyAdd(odd0, odd1, activations + 15, ref sum70, ref sum71);
            weights += TWeights.PairBytes;
            activations += 16;
        }

        Store(sum00, sum01, sums);
        Store(sum10, sum11, sums + TileFormat.Outputs);
        Store(sum20, sum21, sums + (2 * TileFormat.Outputs));
        Store(sum30, sum31, sums + (3 * TileFormat.Outputs));
        Store(sum40, sum41, sums + (4 * TileFormat.Outputs));
        Store(sum50, sum51, sums + (5 * TileFormat.Outputs));
        Store(sum60, sum61, sums + (6 * TileFormat.Outputs));
        Store(sum70, sum71, sums + (7 * TileFormat.Outputs));
    }
}
