using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>IEEE half precision.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe readonly struct HalfElements<TFloat, TVector> : IElements<TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* source) => TFloat.LoadHalf((ushort*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector value, byte* destination) => TFloat.StoreHalf(value, (ushort*)destination);
}
