using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Eight outputs per vector: <c>vpmovsxbw</c> and <c>vpmaddwd</c> on 256 bits.</summary>
internal unsafe readonly struct Int8Lanes256 : IInt8Lanes<Vector256<short>, Vector256<int>, Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWeights(sbyte* source, out Vector256<short> first, out Vector256<short> second)
    {
        first = Avx2.ConvertToVector256Int16(source);
        second = Avx2.ConvertToVector256Int16(source + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> BroadcastActivations(short* source) => Vector256.Create(*(int*)source).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAddPairs(Vector256<short> weights, Vector256<short> activations)
        => Avx2.MultiplyAddAdjacent(weights, activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> left, Vector256<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToSingle(Vector256<int> sums) => Vector256.ConvertToSingle(sums);
}
