using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>F32 weights, [input, 32 outputs].</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe readonly struct SinglePairedWeights<TFloat, TVector> : IPairedWeights<TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public static int PairBytes => 2 * sizeof(float) * TileFormat.Outputs;

    public static int OutputBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* weights, out TVector even0, out TVector even1, out TVector odd0, out TVector odd1)
    {
        var even = (float*)weights;
        even0 = TFloat.Load(even);
        even1 = TFloat.Load(even + TFloat.Count);
        odd0 = TFloat.Load(even + TileFormat.Outputs);
        odd1 = TFloat.Load(even + TileFormat.Outputs + TFloat.Count);
    }
}
