using System.Numerics;
using System.Runtime.Intrinsics;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>Makes the attention kernel of an instruction tier.</summary>
internal static class AttentionKernels
{
    /// <summary>The tier's kernel.</summary>
    public static AttentionKernel Create(InstructionTier tier) => tier switch
    {
        InstructionTier.Avx512 => new AttentionKernel<FloatLanes512, Vector512<float>>(),
        InstructionTier.Avx2 => new AttentionKernel<FloatLanes256, Vector256<float>>(),
        _ => new AttentionKernel<FloatLanesPortable, Vector<float>>(),
    };
}
