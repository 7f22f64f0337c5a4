using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// int8 weights by 16-bit activations: exact 32-bit sums within a group of inputs, then one scaled single-precision addition per group.
/// A group's sum is at most 64 * 127 * 32767, an eighth of what 32 bits hold.
/// </summary>
/// <typeparam name="TInt8">Integer operations of the tier.</typeparam>
/// <typeparam name="TFloat">Single-precision operations of the tier.</typeparam>
/// <typeparam name="TPairs">The tier's vector of pairs.</typeparam>
/// <typeparam name="TSums">The tier's vector of sums.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal sealed unsafe class Int8TileKernel<TInt8, TFloat, TPairs, TSums, TVector>(int widestBlock) : TileKernel
    where TInt8 : struct, IInt8Lanes<TPairs, TSums, TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TPairs : struct
    where TSums : struct
    where TVector : struct
{
    private const int RowBytes = 2 * TileFormat.Outputs;
    private const int PairsPerGroup = Int8TileFormat.GroupInputs / 2;

    public override int WidestBlock => widestBlock;

    /// <summary>Outputs that a pass keeps in registers: two vectors.</summary>
    private static int StripOutputs => 2 * TInt8.Count;

    public override void Multiply(byte* tile, byte* block, float* rowScales, int inputs, int width, float* sums)
    {
        new Span<float>(sums, width * TileFormat.Outputs).Clear();
        int pairs = inputs / 2;
        for (int first = 0; first < pairs; first += PairsPerGroup)
        {
            int count = Math.Min(PairsPerGroup, pairs - first);
            var scales = (ushort*)tile;
            var weights = (sbyte*)tile + Int8TileFormat.ScaleBytes;
            var activations = (short*)block + ((nint)first * width * 2);
            for (int output = 0; output < TileFormat.Outputs; output += StripOutputs)
            {
                AddGroup(weights + (2 * output), scales + output, activations, count, width, sums + output);
            }

            tile += Int8TileFormat.ScaleBytes + ((nint)count * RowBytes);
        }

        for (int row = 0; row < width; row++)
        {
            var scale = TFloat.Broadcast(rowScales[row]);
            for (int output = 0; output < TileFormat.Outputs; output += TFloat.Count)
            {
                var target = sums + (row * TileFormat.Outputs) + output;
                TFloat.Store(TFloat.Multiply(TFloat.Load(target), scale), target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroup(sbyte* weights, ushort* scales, short* activations, int pairs, int width, float* sums)
    {
        switch (width)
        {
            case 1:
                AddGroup1(weights, scales, activations, pairs, sums);
                break;
            case 2:
                AddGroup2(weights, scales, activations, pairs, sums);
                break;
            case 4:
                AddGroup4(weights, scales, activations, pairs, sums);
                break;
            default:
                AddGroup8(weights, scales, activations, pairs, sums);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(TSums first, TSums second, ushort* scales, float* sums)
    {
        TFloat.Store(TFloat.MultiplyAdd(TInt8.ToSingle(first), TFloat.LoadBFloat16(scales), TFloat.Load(sums)), sums);
        sums += TFloat.Count;
        TFloat.Store(TFloat.MultiplyAdd(TInt8.ToSingle(second), TFloat.LoadBFloat16(scales + TFloat.Count), TFloat.Load(sums)), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup1(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums)
    {
        TSums first = default, second = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            TInt8.LoadWeights(weights, out var firstWeights, out var secondWeights);
            var row = TInt8.BroadcastActivations(activations);
            first = TInt8.Add(first, TInt8.MultiplyAddPairs(firstWeights, row));
            second = TInt8.Add(second, TInt8.MultiplyAddPairs(secondWeights, row));
            weights += RowBytes;
            activations += 2;
        }

        AddScaled(first, second, scales, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup2(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums)
    {
        TSums first0 = default, second0 = default, first1 = default, second1 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            TInt8.LoadWeights(weights, out var firstWeights, out var secondWeights);
            var row = TInt8.BroadcastActivations(activations);
            first0 = TInt8.Add(first0, TInt8.MultiplyAddPairs(firstWeights, row));
            second0 = TInt8.Add(second0, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 2);
            first1 = TInt8.Add(first1, TInt8.MultiplyAddPairs(firstWeights, row));
            second1 = TInt8.Add(second1, TInt8.MultiplyAddPairs(secondWeights, row));
            weights += RowBytes;
            activations += 4;
        }

        AddScaled(first0, second0, scales, sums);
        AddScaled(first1, second1, scales, sums + TileFormat.Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup4(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums)
    {
        TSums first0 = default, second0 = default, first1 = default, second1 = default;
        TSums first2 = default, second2 = default, first3 = default, second3 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            TInt8.LoadWeights(weights, out var firstWeights, out var secondWeights);
            var row = TInt8.BroadcastActivations(activations);
            first0 = TInt8.Add(first0, TInt8.MultiplyAddPairs(firstWeights, row));
            second0 = TInt8.Add(second0, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 2);
            first1 = TInt8.Add(first1, TInt8.MultiplyAddPairs(firstWeights, row));
            second1 = TInt8.Add(second1, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 4);
            first2 = TInt8.Add(first2, TInt8.MultiplyAddPairs(firstWeights, row));
            second2 = TInt8.Add(second2, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 6);
            first3 = TInt8.Add(first3, TInt8.MultiplyAddPairs(firstWeights, row));
            second3 = TInt8.Add(second3, TInt8.MultiplyAddPairs(secondWeights, row));
            weights += RowBytes;
            activations += 8;
        }

        AddScaled(first0, second0, scales, sums);
        AddScaled(first1, second1, scales, sums + TileFormat.Outputs);
        AddScaled(first2, second2, scales, sums + (2 * TileFormat.Outputs));
        AddScaled(first3, second3, scales, sums + (3 * TileFormat.Outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup8(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums)
    {
        TSums first0 = default, second0 = default, first1 = default, second1 = default;
        TSums first2 = default, second2 = default, first3 = default, second3 = default;
        TSums first4 = default, second4 = default, first5 = default, second5 = default;
        TSums first6 = default, second6 = default, first7 = default, second7 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            TInt8.LoadWeights(weights, out var firstWeights, out var secondWeights);
            var row = TInt8.BroadcastActivations(activations);
            first0 = TInt8.Add(first0, TInt8.MultiplyAddPairs(firstWeights, row));
            second0 = TInt8.Add(second0, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 2);
            first1 = TInt8.Add(first1, TInt8.MultiplyAddPairs(firstWeights, row));
            second1 = TInt8.Add(second1, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 4);
            first2 = TInt8.Add(first2, TInt8.MultiplyAddPairs(firstWeights, row));
            second2 = TInt8.Add(second2, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 6);
            first3 = TInt8.Add(first3, TInt8.MultiplyAddPairs(firstWeights, row));
            second3 = TInt8.Add(second3, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 8);
            first4 = TInt8.Add(first4, TInt8.MultiplyAddPairs(firstWeights, row));
            second4 = TInt8.Add(second4, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 10);
            first5 = TInt8.Add(first5, TInt8.MultiplyAddPairs(firstWeights, row));
            second5 = TInt8.Add(second5, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 12);
            first6 = TInt8.Add(first6, TInt8.MultiplyAddPairs(firstWeights, row));
            second6 = TInt8.Add(second6, TInt8.MultiplyAddPairs(secondWeights, row));
            row = TInt8.BroadcastActivations(activations + 14);
            first7 = TInt8.Add(first7, TInt8.MultiplyAddPairs(firstWeights, row));
            second7 = TInt8.Add(second7, TInt8.MultiplyAddPairs(secondWeights, row));
            weights += RowBytes;
            activations += 16;
        }

        AddScaled(first0, second0, scales, sums);
        AddScaled(first1, second1, scales, sums + TileFormat.Outputs);
        AddScaled(first2, second2, scales, sums + (2 * TileFormat.Outputs));
        AddScaled(first3, second3, scales, sums + (3 * TileFormat.Outputs));
        AddScaled(first4, second4, scales, sums + (4 * TileFormat.Outputs));
        AddScaled(first5, second5, scales, sums + (5 * TileFormat.Outputs));
        AddScaled(first6, second6, scales, sums + (6 * TileFormat.Outputs));
        AddScaled(first7, second7, scales, sums + (7 * TileFormat.Outputs));
    }
}
