namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The instruction sets that kernels are written for, weakest first.</summary>
internal enum InstructionTier
{
    /// <summary><see cref="System.Numerics.Vector{T}"/>: whatever the machine has, Arm included.</summary>
    Portable,

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit vectors with byte and word operations.</summary>
    Avx512,
}
