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

    public override void Multiply(byte* tile, byte* block, float* rowScales, int inputs, int width, float* sums)
    {
        var activations = (float*)block;
        for (int output = 0; output < TileFormat.Outputs; output += StripOutputs)
        {
            var weights = tile + (output * TWeights.OutputBytes);
            switch (width)
            {
                case 1:
                    Multiply1(weights, activations, inputs, sums + output);
                    break;
                case 2:
                    Multiply2(weights, activations, inputs, sums + output);
                    break;
                case 4:
                    Multiply4(weights, activations, inputs, sums + output);
                    break;
                default:
                    Multiply8(weights, activations, inputs, sums + output);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply1(byte* weights, float* activations, int inputs, float* sums)
    {
        TVector first0 = default, second0 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            var row = TFloat.Broadcast(activations[0]);
            first0 = TFloat.MultiplyAdd(even0, row, first0);
            second0 = TFloat.MultiplyAdd(even1, row, second0);
            row = TFloat.Broadcast(activations[1]);
            first0 = TFloat.MultiplyAdd(odd0, row, first0);
            second0 = TFloat.MultiplyAdd(odd1, row, second0);
            weights += TWeights.PairBytes;
            activations += 2;
        }

        Store(first0, second0, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply2(byte* weights, float* activations, int inputs, float* sums)
    {
        TVector first0 = default, second0 = default;
        TVector first1 = default, second1 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            var row = TFloat.Broadcast(activations[0]);
            first0 = TFloat.MultiplyAdd(even0, row, first0);
            second0 = TFloat.MultiplyAdd(even1, row, second0);
            row = TFloat.Broadcast(activations[1]);
            first1 = TFloat.MultiplyAdd(even0, row, first1);
            second1 = TFloat.MultiplyAdd(even1, row, second1);
            row = TFloat.Broadcast(activations[2]);
            first0 = TFloat.MultiplyAdd(odd0, row, first0);
            second0 = TFloat.MultiplyAdd(odd1, row, second0);
            row = TFloat.Broadcast(activations[3]);
            first1 = TFloat.MultiplyAdd(odd0, row, first1);
            second1 = TFloat.MultiplyAdd(odd1, row, second1);
            weights += TWeights.PairBytes;
            activations += 4;
        }

        Store(first0, second0, sums);
        Store(first1, second1, sums + TileFormat.Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4(byte* weights, float* activations, int inputs, float* sums)
    {
        TVector first0 = default, second0 = default;
        TVector first1 = default, second1 = default;
        TVector first2 = default, second2 = default;
        TVector first3 = default, second3 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            var row = TFloat.Broadcast(activations[0]);
            first0 = TFloat.MultiplyAdd(even0, row, first0);
            second0 = TFloat.MultiplyAdd(even1, row, second0);
            row = TFloat.Broadcast(activations[1]);
            first1 = TFloat.MultiplyAdd(even0, row, first1);
            second1 = TFloat.MultiplyAdd(even1, row, second1);
            row = TFloat.Broadcast(activations[2]);
            first2 = TFloat.MultiplyAdd(even0, row, first2);
            second2 = TFloat.MultiplyAdd(even1, row, second2);
            row = TFloat.Broadcast(activations[3]);
            first3 = TFloat.MultiplyAdd(even0, row, first3);
            second3 = TFloat.MultiplyAdd(even1, row, second3);
            row = TFloat.Broadcast(activations[4]);
            first0 = TFloat.MultiplyAdd(odd0, row, first0);
            second0 = TFloat.MultiplyAdd(odd1, row, second0);
            row = TFloat.Broadcast(activations[5]);
            first1 = TFloat.MultiplyAdd(odd0, row, first1);
            second1 = TFloat.MultiplyAdd(odd1, row, second1);
            row = TFloat.Broadcast(activations[6]);
            first2 = TFloat.MultiplyAdd(odd0, row, first2);
            second2 = TFloat.MultiplyAdd(odd1, row, second2);
            row = TFloat.Broadcast(activations[7]);
            first3 = TFloat.MultiplyAdd(odd0, row, first3);
            second3 = TFloat.MultiplyAdd(odd1, row, second3);
            weights += TWeights.PairBytes;
            activations += 8;
        }

        Store(first0, second0, sums);
        Store(first1, second1, sums + TileFormat.Outputs);
        Store(first2, second2, sums + (2 * TileFormat.Outputs));
        Store(first3, second3, sums + (3 * TileFormat.Outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8(byte* weights, float* activations, int inputs, float* sums)
    {
        TVector first0 = default, second0 = default;
        TVector first1 = default, second1 = default;
        TVector first2 = default, second2 = default;
        TVector first3 = default, second3 = default;
        TVector first4 = default, second4 = default;
        TVector first5 = default, second5 = default;
        TVector first6 = default, second6 = default;
        TVector first7 = default, second7 = default;
        for (int input = 0; input < inputs; input += 2)
        {
            TWeights.Load(weights, out var even0, out var even1, out var odd0, out var odd1);
            var row = TFloat.Broadcast(activations[0]);
            first0 = TFloat.MultiplyAdd(even0, row, first0);
            second0 = TFloat.MultiplyAdd(even1, row, second0);
            row = TFloat.Broadcast(activations[1]);
            first1 = TFloat.MultiplyAdd(even0, row, first1);
            second1 = TFloat.MultiplyAdd(even1, row, second1);
            row = TFloat.Broadcast(activations[2]);
            first2 = TFloat.MultiplyAdd(even0, row, first2);
            second2 = TFloat.MultiplyAdd(even1, row, second2);
            row = TFloat.Broadcast(activations[3]);
            first3 = TFloat.MultiplyAdd(even0, row, first3);
            second3 = TFloat.MultiplyAdd(even1, row, second3);
            row = TFloat.Broadcast(activations[4]);
            first4 = TFloat.MultiplyAdd(even0, row, first4);
            second4 = TFloat.MultiplyAdd(even1, row, second4);
            row = TFloat.Broadcast(activations[5]);
            first5 = TFloat.MultiplyAdd(even0, row, first5);
            second5 = TFloat.MultiplyAdd(even1, row, second5);
            row = TFloat.Broadcast(activations[6]);
            first6 = TFloat.MultiplyAdd(even0, row, first6);
            second6 = TFloat.MultiplyAdd(even1, row, second6);
            row = TFloat.Broadcast(activations[7]);
            first7 = TFloat.MultiplyAdd(even0, row, first7);
            second7 = TFloat.MultiplyAdd(even1, row, second7);
            row = TFloat.Broadcast(activations[8]);
            first0 = TFloat.MultiplyAdd(odd0, row, first0);
            second0 = TFloat.MultiplyAdd(odd1, row, second0);
            row = TFloat.Broadcast(activations[9]);
            first1 = TFloat.MultiplyAdd(odd0, row, first1);
            second1 = TFloat.MultiplyAdd(odd1, row, second1);
            row = TFloat.Broadcast(activations[10]);
            first2 = TFloat.MultiplyAdd(odd0, row, first2);
            second2 = TFloat.MultiplyAdd(odd1, row, second2);
            row = TFloat.Broadcast(activations[11]);
            first3 = TFloat.MultiplyAdd(odd0, row, first3);
            second3 = TFloat.MultiplyAdd(odd1, row, second3);
            row = TFloat.Broadcast(activations[12]);
            first4 = TFloat.MultiplyAdd(odd0, row, first4);
            second4 = TFloat.MultiplyAdd(odd1, row, second4);
            row = TFloat.Broadcast(activations[13]);
            first5 = TFloat.MultiplyAdd(odd0, row, first5);
            second5 = TFloat.MultiplyAdd(odd1, row, second5);
            row = TFloat.Broadcast(activations[14]);
            first6 = TFloat.MultiplyAdd(odd0, row, first6);
            second6 = TFloat.MultiplyAdd(odd1, row, second6);
            row = TFloat.Broadcast(activations[15]);
            first7 = TFloat.MultiplyAdd(odd0, row, first7);
            second7 = TFloat.MultiplyAdd(odd1, row, second7);
            weights += TWeights.PairBytes;
            activations += 16;
        }

        Store(first0, second0, sums);
        Store(first1, second1, sums + TileFormat.Outputs);
        Store(first2, second2, sums + (2 * TileFormat.Outputs));
        Store(first3, second3, sums + (3 * TileFormat.Outputs));
        Store(first4, second4, sums + (4 * TileFormat.Outputs));
        Store(first5, second5, sums + (5 * TileFormat.Outputs));
        Store(first6, second6, sums + (6 * TileFormat.Outputs));
        Store(first7, second7, sums + (7 * TileFormat.Outputs));
    }
}
