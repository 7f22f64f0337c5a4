using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Eight singles per vector: the AVX2 tier.</summary>
internal unsafe readonly struct FloatLanes256 : IFloatLanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend)
        => Vector256.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Vector256.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> left, Vector256<float> right) => Vector256.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxMagnitude(Vector256<float> left, Vector256<float> right)
        => Vector256.Max(left.AsInt32(), Vector256.Abs(right).AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => FloatLanes128.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(Vector256<float> value)
        => FloatLanes128.HorizontalMax(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMaxMagnitude(Vector256<float> value)
        => FloatLanes128.HorizontalMaxMagnitude(Vector128.Max(value.GetLower().AsInt32(), value.GetUpper().AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => Vector256.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ScaleByPowerOfTwo(Vector256<float> value, Vector256<float> exponent)
        => (value.AsInt32() + (Avx.ConvertToVector256Int32(exponent) << 23)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ZeroWhereLess(Vector256<float> left, Vector256<float> right, Vector256<float> value)
        => Vector256.AndNot(value, Vector256.LessThan(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt16(Vector256<float> value, short* destination)
        => Pack(Avx.ConvertToVector256Int32(value)).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadBFloat16(ushort* source)
        => (Avx2.ConvertToVector256Int32(source) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBFloat16Pairs(ushort* source, out Vector256<float> first, out Vector256<float> second)
    {
        var pairs = Vector256.Load((uint*)source);
        first = (pairs << 16).AsSingle();
        second = (pairs & Vector256.Create(0xFFFF0000u)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBFloat16(Vector256<float> value, ushort* destination)
    {
        var bits = value.AsUInt32();
        var rounded = (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One)) >> 16;
        var quiet = (bits >> 16) | Vector256.Create(0x40u);
        var narrow = Vector256.ConditionalSelect(Vector256.Equals(value, value).AsUInt32(), rounded, quiet);
        Sse41.PackUnsignedSaturate(narrow.GetLower().AsInt32(), narrow.GetUpper().AsInt32()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadHalf(ushort* source)
    {
        // Moving the exponent field up and multiplying by 2^112 re-biases it, subnormal numbers included; infinities keep their exponent.
        var bits = Avx2.ConvertToVector256Int32(source).AsUInt32();
        var magnitude = (bits & Vector256.Create(0x7FFFu)) << 13;
        var scaled = (magnitude.AsSingle() * Vector256.Create(5.192296858534828e33f)).AsUInt32();
        var special = Vector256.GreaterThan(magnitude, Vector256.Create(0x0F7FFFFFu)) & Vector256.Create(0x7F800000u);
        return (scaled | special | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalf(Vector256<float> value, ushort* destination)
    {
        var sign = value.AsUInt32() & Vector256.Create(0x80000000u);
        var bits = value.AsUInt32() ^ sign;

        // Normal results: re-bias the exponent and round to even on bit 13. Subnormal results: adding 0.5 lets the adder round at 2^-24.
        var normal = (bits - Vector256.Create(112u << 23) + Vector256.Create(0xFFFu) + ((bits >> 13) & Vector256<uint>.One)) >> 13;
        var half = Vector256.Create(0.5f);
        var subnormal = (bits.AsSingle() + half).AsUInt32() - half.AsUInt32();
        var narrow = Vector256.ConditionalSelect(Vector256.LessThan(bits, Vector256.Create(113u << 23)), subnormal, normal);
        var infinite = Vector256.GreaterThanOrEqual(bits, Vector256.Create(0x477FF000u));
        narrow = Vector256.ConditionalSelect(infinite, Vector256.Create(0x7C00u), narrow);
        var quiet = Vector256.GreaterThan(bits, Vector256.Create(0x7F800000u)) & Vector256.Create(0x200u);
        narrow |= quiet | (sign >> 16);
        Sse41.PackUnsignedSaturate(narrow.GetLower().AsInt32(), narrow.GetUpper().AsInt32()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Pack(Vector256<int> value) => Sse2.PackSignedSaturate(value.GetLower(), value.GetUpper());
}
