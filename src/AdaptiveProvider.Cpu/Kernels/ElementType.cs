namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Floating-point types that key and value rows may be stored in.</summary>
internal enum ElementType
{
    /// <summary>Single precision.</summary>
    F32,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>IEEE half precision.</summary>
    F16,
}
