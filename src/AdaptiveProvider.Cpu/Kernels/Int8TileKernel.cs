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

    public override void Multiply(byte* tile, byte* block, float* rowScales, int inputs, int width, float* sums, nint ahead)
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
                AddGroup(weights + (2 * output), scales + output, activations, count, width, sums + output, output == 0 ? ahead : 0);
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
    private static void AddGroup(sbyte* weights, ushort* scales, short* activations, int pairs, int width, float* sums, nint ahead)
    {
        switch (width)
        {
            case 1:
                AddGroup1(weights, scales, activations, pairs, sums, ahead);
                break;
            case 2:
                AddGroup2(weights, scales, activations, pairs, sums, ahead);
                break;
            case 4:
                AddGroup4(weights, scales, activations, pairs, sums, ahead);
                break;
            default:
                AddGroup8(weights, scales, activations, pairs, sums, ahead);
                break;
        }
    }

    // NOTE: both products before both sums; alternating them, Zen 4 gives sums to the multipliers' ports and loses a sixth of its throughput.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(TPairs weights0, TPairs weights1, short* row, ref TSums sum0, ref TSums sum1)
    {
        var activations = TInt8.BroadcastActivations(row);
        var product0 = TInt8.MultiplyAddPairs(weights0, activations);
        var product1 = TInt8.MultiplyAddPairs(weights1, activations);
        sum0 = TInt8.Add(sum0, product0);
        sum1 = TInt8.Add(sum1, product1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(TSums sum0, TSums sum1, TVector scale0, TVector scale1, float* sums)
    {
        var total0 = TFloat.MultiplyAdd(TInt8.ToSingle(sum0), scale0, TFloat.Load(sums));
        var total1 = TFloat.MultiplyAdd(TInt8.ToSingle(sum1), scale1, TFloat.Load(sums + TFloat.Count));
        TFloat.Store(total0, sums);
        TFloat.Store(total1, sums + TFloat.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup1(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums, nint ahead)
    {
        TSums sum00 = default, sum01 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            CachePrefetch.Lines((byte*)weights + ahead, RowBytes);
            TInt8.LoadWeights(weights, out var weights0, out var weights1);
            MultiplyAdd(weights0, weights1, activations, ref sum00, ref sum01);
            weights += RowBytes;
            activations += 2;
        }

        TVector scale0 = TFloat.LoadBFloat16(scales), scale1 = TFloat.LoadBFloat16(scales + TFloat.Count);
        AddScaled(sum00, sum01, scale0, scale1, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup2(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums, nint ahead)
    {
        TSums sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            CachePrefetch.Lines((byte*)weights + ahead, RowBytes);
            TInt8.LoadWeights(weights, out var weights0, out var weights1);
            MultiplyAdd(weights0, weights1, activations, ref sum00, ref sum01);
            MultiplyAdd(weights0, weights1, activations + 2, ref sum10, ref sum11);
            weights += RowBytes;
            activations += 4;
        }

        TVector scale0 = TFloat.LoadBFloat16(scales), scale1 = TFloat.LoadBFloat16(scales + TFloat.Count);
        AddScaled(sum00, sum01, scale0, scale1, sums);
        AddScaled(sum10, sum11, scale0, scale1, sums + TileFormat.Outputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup4(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums, nint ahead)
    {
        TSums sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        TSums sum20 = default, sum21 = default, sum30 = default, sum31 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            CachePrefetch.Lines((byte*)weights + ahead, RowBytes);
            TInt8.LoadWeights(weights, out var weights0, out var weights1);
            MultiplyAdd(weights0, weights1, activations, ref sum00, ref sum01);
            MultiplyAdd(weights0, weights1, activations + 2, ref sum10, ref sum11);
            MultiplyAdd(weights0, weights1, activations + 4, ref sum20, ref sum21);
            MultiplyAdd(weights0, weights1, activations + 6, ref sum30, ref sum31);
            weights += RowBytes;
            activations += 8;
        }

        TVector scale0 = TFloat.LoadBFloat16(scales), scale1 = TFloat.LoadBFloat16(scales + TFloat.Count);
        AddScaled(sum00, sum01, scale0, scale1, sums);
        AddScaled(sum10, sum11, scale0, scale1, sums + TileFormat.Outputs);
        AddScaled(sum20, sum21, scale0, scale1, sums + (2 * TileFormat.Outputs));
        AddScaled(sum30, sum31, scale0, scale1, sums + (3 * TileFormat.Outputs));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGroup8(sbyte* weights, ushort* scales, short* activations, int pairs, float* sums, nint ahead)
    {
        TSums sum00 = default, sum01 = default, sum10 = default, sum11 = default;
        TSums sum20 = default, sum21 = default, sum30 = default, sum31 = default;
        TSums sum40 = default, sum41 = default, sum50 = default, sum51 = default;
        TSums sum60 = default, sum61 = default, sum70 = default, sum71 = default;
        for (int pair = 0; pair < pairs; pair++)
        {
            CachePrefetch.Lines((byte*)weights + ahead, RowBytes);
            TInt8.LoadWeights(weights, out var weights0, out var weights1);
            MultiplyAdd(weights0, weights1, activations, ref sum00, ref sum01);
            MultiplyAdd(weights0, weights1, activations + 2, ref sum10, ref sum11);
            MultiplyAdd(weights0, weights1, activations + 4, ref sum20, ref sum21);
            MultiplyAdd(weights0, weights1, activations + 6, ref sum30, ref sum31);
            MultiplyAdd(weights0, weights1, activations + 8, ref sum40, ref sum41);
            MultiplyAdd(weights0, weights1, activations + 10, ref sum50, ref sum51);
            MultiplyAdd(weights0, weights1, activations + 12, ref sum60, ref sum61);
            MultiplyAdd(weights0, weights1, activations + 14, ref sum70, ref sum71);
            weights += RowBytes;
            activations += 16;
        }

        TVector scale0 = TFloat.LoadBFloat16(scales), scale1 = TFloat.LoadBFloat16(scales + TFloat.Count);
        AddScaled(sum00, sum01, scale0, scale1, sums);
        AddScaled(sum10, sum11, scale0, scale1, sums + TileFormat.Outputs);
        AddScaled(sum20, sum21, scale0, scale1, sums + (2 * TileFormat.Outputs));
        AddScaled(sum30, sum31, scale0, scale1, sums + (3 * TileFormat.Outputs));
        AddScaled(sum40, sum41, scale0, scale1, sums + (4 * TileFormat.Outputs));
        AddScaled(sum50, sum51, scale0, scale1, sums + (5 * TileFormat.Outputs));
        AddScaled(sum60, sum61, scale0, scale1, sums + (6 * TileFormat.Outputs));
        AddScaled(sum70, sum71, scale0, scale1, sums + (7 * TileFormat.Outputs));
    }
}
