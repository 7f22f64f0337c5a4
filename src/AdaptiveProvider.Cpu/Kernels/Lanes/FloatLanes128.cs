using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>The last steps of reducing a wider vector to one number, in an order that is the same on every tier.</summary>
internal static class FloatLanes128
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value)
    {
        var halves = value + Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));
        return halves[0] + halves[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(Vector128<float> value)
    {
        var halves = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(halves[0], halves[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMaxMagnitude(Vector128<float> value)
    {
        var bits = value.AsInt32();
        var halves = Vector128.Max(bits, Vector128.Shuffle(bits, Vector128.Create(2, 3, 0, 1)));
        return BitConverter.Int32BitsToSingle(Math.Max(halves[0], halves[1]));
    }
}
