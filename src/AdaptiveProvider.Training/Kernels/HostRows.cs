using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>bf16 tensors in the processor's memory as rows of 16 lanes, widened to single precision and narrowed to the nearest, ties to even.</summary>
internal static class HostRows
{
    /// <summary>Values of a vector.</summary>
    public const int Lanes = 16;

    /// <summary>True when the fused kernels can run on it: bf16, on the processor, contiguous, rows of whole vectors.</summary>
    public static bool Fits(Tensor tensor)
        => tensor.dtype == ScalarType.BFloat16 && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous() && tensor.shape[^1] % Lanes == 0;

    /// <summary>The stored 16 bits of every value.</summary>
    public static Span<ushort> Bits(Tensor tensor) => MemoryMarshal.Cast<byte, ushort>(tensor.bytes);

    /// <summary>The values of a single-precision tensor.</summary>
    public static Span<float> Singles(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Reads 16 values.</summary>
    public static Vector512<float> Load(ReadOnlySpan<ushort> bits, int index)
        => (Vector512.WidenLower(Vector256.Create(bits[index..]).ToVector512Unsafe()) << 16).AsSingle();

    /// <summary>Writes 16 values. Not-a-number becomes infinity, which training reports just the same.</summary>
    public static void Store(Vector512<float> values, Span<ushort> bits, int index)
    {
        var raw = values.AsUInt32();
        var rounded = raw + Vector512.Create(0x7fffu) + ((raw >>> 16) & Vector512<uint>.One);
        Vector512.Narrow(rounded >>> 16, Vector512<uint>.Zero).GetLower().CopyTo(bits[index..]);
    }

    /// <summary>Runs over all rows, on as many threads as libtorch uses.</summary>
    public static void ForRows(int rows, Action<int, int> run)
    {
        int parts = Math.Min(get_num_threads(), Math.Max(1, rows / 64));
        if (parts <= 1)
        {
            run(0, rows);
            return;
        }

        Parallel.For(0, parts, part => run(rows * part / parts, rows * (part + 1) / parts));
    }
}
