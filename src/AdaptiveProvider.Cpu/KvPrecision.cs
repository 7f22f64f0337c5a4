namespace AdaptiveProvider.Cpu;

/// <summary>What cached keys and values are kept in; attention always computes in single precision.</summary>
public enum KvPrecision
{
    /// <summary>Single precision when the weights are, bfloat16 otherwise.</summary>
    Auto,

    /// <summary>Single precision: 4 bytes per element.</summary>
    F32,

    /// <summary>IEEE half precision: 2 bytes per element, 11 bits of mantissa, magnitudes to 65,504.</summary>
    F16,

    /// <summary>bfloat16: 2 bytes per element, 8 bits of mantissa, any magnitude. The fastest.</summary>
    BF16,
}
