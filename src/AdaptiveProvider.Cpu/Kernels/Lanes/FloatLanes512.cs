using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Cpu.Kernels.Lanes;

/// <summary>Sixteen singles per vector: the AVX-512 tier.</summary>
internal unsafe readonly struct FloatLanes512 : IFloatLanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend)
        => Vector512.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> left, Vector512<float> right) => Vector512.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxMagnitude(Vector512<float> left, Vector512<float> right)
        => Vector512.Max(left.AsInt32(), Vector512.Abs(right).AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => FloatLanes256.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(Vector512<float> value)
        => FloatLanes256.HorizontalMax(Vector256.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMaxMagnitude(Vector512<float> value)
        => FloatLanes256.HorizontalMaxMagnitude(Vector256.Max(value.GetLower().AsInt32(), value.GetUpper().AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> value) => Vector512.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ScaleByPowerOfTwo(Vector512<float> value, Vector512<float> exponent)
        => (value.AsInt32() + (Avx512F.ConvertToVector512Int32(exponent) << 23)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ZeroWhereLess(Vector512<float> left, Vector512<float> right, Vector512<float> value)
        => Vector512.AndNot(value, Vector512.LessThan(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt16(Vector512<float> value, short* destination)
        => Avx512F.ConvertToVector256Int16WithSaturation(Avx512F.ConvertToVector512Int32(value)).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBFloat16(ushort* source)
        => (Avx512F.ConvertToVector512Int32(Vector256.Load(source)) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBFloat16Pairs(ushort* source, out Vector512<float> first, out Vector512<float> second)
    {
        var pairs = Vector512.Load((uint*)source);
        first = (pairs << 16).AsSingle();
        second = (pairs & Vector512.Create(0xFFFF0000u)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBFloat16(Vector512<float> value, ushort* destination)
    {
        var bits = value.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One)) >> 16;
        var quiet = (bits >> 16) | Vector512.Create(0x40u);
        var narrow = Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, quiet);
        Avx512F.ConvertToVector256UInt16(narrow).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadHalf(ushort* source)
    {
        // Moving the exponent field up and multiplying by 2^112 re-biases it, subnormal numbers included; infinities keep their exponent.
        var bits = Avx512F.ConvertToVector512Int32(Vector256.Load(source)).AsUInt32();
        var magnitude = (bits & Vector512.Create(0x7FFFu)) << 13;
        var scaled = (magnitude.AsSingle() * Vector512.Create(5.192296858534828e33f)).AsUInt32();
        var special = Vector512.GreaterThan(magnitude, Vector512.Create(0x0F7FFFFFu)) & Vector512.Create(0x7F800000u);
        return (scaled | special | ((bits & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalf(Vector512<float> value, ushort* destination)
    {
        var sign = value.AsUInt32() & Vector512.Create(0x80000000u);
        var bits = value.AsUInt32() ^ sign;

        // Normal results: re-bias the exponent and round to even on bit 13. Subnormal results: adding 0.5 lets the adder round at 2^-24.
        var normal = (bits - Vector512.Create(112u << 23) + Vector512.Create(0xFFFu) + ((bits >> 13) & Vector512<uint>.One)) >> 13;
        var half = Vector512.Create(0.5f);
        var subnormal = (bits.AsSingle() + half).AsUInt32() - half.AsUInt32();
        var narrow = Vector512.ConditionalSelect(Vector512.LessThan(bits, Vector512.Create(113u << 23)), subnormal, normal);
        var infinite = Vector512.GreaterThanOrEqual(bits, Vector512.Create(0x477FF000u));
        narrow = Vector512.ConditionalSelect(infinite, Vector512.Create(0x7C00u), narrow);
        var quiet = Vector512.GreaterThan(bits, Vector512.Create(0x7F800000u)) & Vector512.Create(0x200u);
        narrow |= quiet | (sign >> 16);
        Avx512F.ConvertToVector256UInt16(narrow).Store(destination);
    }
}
