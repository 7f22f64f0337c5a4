using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>bf16 tensors in the processor's memory as rows of 16 lanes, widened to single precision and narrowed to the nearest, ties to even.</summary>
internal static class HostRows
{
    /// <summary>Values of a vector.</summary>
    public const int Lanes = 16;

    private const int RowsPerThreadMin = 64;

    /// <summary>True when the fused kernels can run on it: bf16, on the processor, contiguous, rows of whole vectors, less than 2 GiB.</summary>
    public static bool Fits(Tensor tensor)
        => tensor.dtype == ScalarType.BFloat16 && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous()
            && tensor.shape[^1] % Lanes == 0 && tensor.numel() <= int.MaxValue / sizeof(ushort);

    /// <summary>The stored 16 bits of every value.</summary>
    public static Span<ushort> Bits(Tensor tensor) => MemoryMarshal.Cast<byte, ushort>(tensor.bytes);

    /// <summary>The values of a single-precision tensor.</summary>
    public static Span<float> Singles(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>The values of a tensor of 64-bit integers.</summary>
    public static Span<long> Integers(Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.bytes);

    /// <summary>Reads 16 values; unchecked, for loops over whole vectors of a row.</summary>
    public static Vector512<float> Load(ReadOnlySpan<ushort> bits, int index)
        => (Vector512.WidenLower(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bits), (nuint)index).ToVector512Unsafe()) << 16).AsSingle();

    /// <summary>Reads one value.</summary>
    public static float Single(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Writes 16 values, unchecked as well. What arithmetic makes of not-a-number stays not-a-number.</summary>
    public static void Store(Vector512<float> values, Span<ushort> bits, int index)
    {
        var raw = values.AsUInt32();
        var rounded = raw + Vector512.Create(0x7fffu) + ((raw >>> 16) & Vector512<uint>.One);
        Vector512.Narrow(rounded >>> 16, Vector512<uint>.Zero).GetLower().StoreUnsafe(ref MemoryMarshal.GetReference(bits), (nuint)index);
    }

    /// <summary>One value's bits.</summary>
    public static ushort Bits(float value)
    {
        uint raw = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((raw + 0x7fff + ((raw >> 16) & 1)) >> 16);
    }

    /// <summary>Runs over all rows, on as many threads as libtorch uses.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="run">Given the part's number, its first row and the row after its last.</param>
    public static void ForRows(int rows, Action<int, int, int> run)
    {
        int parts = Parts(rows);
        if (parts <= 1)
        {
            run(0, 0, rows);
            return;
        }

        Parallel.For(0, parts, part => run(part, (int)((long)rows * part / parts), (int)((long)rows * (part + 1) / parts)));
    }

    /// <summary>Parts that <see cref="ForRows"/> makes of so many rows; at least 1.</summary>
    public static int Parts(int rows) => Math.Max(1, Math.Min(get_num_threads(), rows / RowsPerThreadMin));
}
