using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Sixteen outputs per vector: <c>vpmovsxbw</c> and <c>vpmaddwd</c> on 512 bits.</summary>
internal unsafe readonly struct Int8Lanes512 : IInt8Lanes<Vector512<short>, Vector512<int>, Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadWeights(sbyte* source, out Vector512<short> first, out Vector512<short> second)
    {
        first = Avx512BW.ConvertToVector512Int16(Vector256.Load(source));
        second = Avx512BW.ConvertToVector512Int16(Vector256.Load(source + 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> BroadcastActivations(short* source) => Vector512.Create(*(int*)source).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAddPairs(Vector512<short> weights, Vector512<short> activations)
        => Avx512BW.MultiplyAddAdjacent(weights, activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> left, Vector512<int> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToSingle(Vector512<int> sums) => Vector512.ConvertToSingle(sums);
}
