using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>BF16 weights, [input pair, 32 outputs, 2]: one shift or mask widens each half of a word.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe readonly struct BFloat16PairedWeights<TFloat, TVector> : IPairedWeights<TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public static int PairBytes => 2 * sizeof(ushort) * TileFormat.Outputs;

    public static int OutputBytes => 2 * sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* weights, out TVector even0, out TVector even1, out TVector odd0, out TVector odd1)
    {
        TFloat.LoadBFloat16Pairs((ushort*)weights, out even0, out odd0);
        TFloat.LoadBFloat16Pairs((ushort*)weights + (2 * TFloat.Count), out even1, out odd1);
    }
}
