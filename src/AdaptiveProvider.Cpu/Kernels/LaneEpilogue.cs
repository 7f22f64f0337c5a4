using System.Runtime.CompilerServices;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The epilogue of one tier.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal sealed unsafe class LaneEpilogue<TFloat, TVector> : TileEpilogue
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    private const int GatedOutputs = TileFormat.Outputs / 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddBias(float* sums, float* bias)
    {
        for (int i = 0; i < TileFormat.Outputs; i += TFloat.Count)
        {
            TFloat.Store(TFloat.Add(TFloat.Load(sums + i), TFloat.Load(bias + i)), sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void GateSilu(float* sums)
    {
        for (int i = 0; i < GatedOutputs; i += TFloat.Count)
        {
            var up = TFloat.Load(sums + GatedOutputs + i);
            TFloat.Store(TFloat.Multiply(LaneMath<TFloat, TVector>.Silu(TFloat.Load(sums + i)), up), sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void GateGelu(float* sums)
    {
        for (int i = 0; i < GatedOutputs; i += TFloat.Count)
        {
            var up = TFloat.Load(sums + GatedOutputs + i);
            TFloat.Store(TFloat.Multiply(LaneMath<TFloat, TVector>.GeluTanh(TFloat.Load(sums + i)), up), sums + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(float* sums, float* output, int count, OutputMode mode)
    {
        int i = 0;
        if (mode == OutputMode.Store)
        {
            for (; i <= count - TFloat.Count; i += TFloat.Count)
            {
                TFloat.Store(TFloat.Load(sums + i), output + i);
            }

            for (; i < count; i++)
            {
                output[i] = sums[i];
            }

            return;
        }

        for (; i <= count - TFloat.Count; i += TFloat.Count)
        {
            TFloat.Store(TFloat.Add(TFloat.Load(output + i), TFloat.Load(sums + i)), output + i);
        }

        for (; i < count; i++)
        {
            output[i] += sums[i];
        }
    }
}
