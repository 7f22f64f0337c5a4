using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>As many outputs as <see cref="Vector{T}"/> holds 32-bit integers.</summary>
internal unsafe readonly struct Int8LanesPortable : IInt8Lanes<PortablePairs, Vector<int>, Vector<float>>
{
    public static int Count => Vector<int>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWeights(sbyte* source, out PortablePairs first, out PortablePairs second)
    {
        // Each 16-bit word holds one output's two weights.
        Vector.Widen(Vector.Load((short*)source), out var lower, out var upper);
        first = new PortablePairs((lower << 24) >> 24, lower >> 8);
        second = new PortablePairs((upper << 24) >> 24, upper >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortablePairs BroadcastActivations(short* source) => new(new Vector<int>(source[0]), new Vector<int>(source[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> MultiplyAddPairs(PortablePairs weights, PortablePairs activations)
        => (weights.First * activations.First) + (weights.Second * activations.Second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<int> Add(Vector<int> left, Vector<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ToSingle(Vector<int> sums) => Vector.ConvertToSingle(sums);
}
