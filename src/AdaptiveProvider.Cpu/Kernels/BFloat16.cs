namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Conversions between singles and their upper halves.</summary>
internal static class BFloat16
{
    /// <summary>The number that the upper half stands for.</summary>
    public static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);

    /// <summary>The nearest upper half, ties to even; not-a-number stays one.</summary>
    public static ushort Narrow(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The nearest upper half not below a non-negative finite value.</summary>
    public static ushort NarrowUp(float value) => (ushort)((BitConverter.SingleToUInt32Bits(value) + 0xFFFF) >> 16);
}
