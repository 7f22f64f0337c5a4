using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>The upper halves of singles.</summary>
/// <typeparam name="TFloat">Operations of the tier.</typeparam>
/// <typeparam name="TVector">The tier's vector of singles.</typeparam>
internal unsafe readonly struct BFloat16Elements<TFloat, TVector> : IElements<TVector>
    where TFloat : struct, IFloatLanes<TVector>
    where TVector : struct
{
    public static int Bytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* source) => TFloat.LoadBFloat16((ushort*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector value, byte* destination) => TFloat.StoreBFloat16(value, (ushort*)destination);
}
