using System.Runtime.Intrinsics.X86;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>What this machine can run.</summary>
internal static class InstructionTiers
{
    /// <summary>The fastest supported tier.</summary>
    public static InstructionTier Best { get; } = Enum.GetValues<InstructionTier>().Where(IsSupported).Max();

    /// <summary>Whether the machine and the runtime have the tier's instructions.</summary>
    public static bool IsSupported(InstructionTier tier) => tier switch
    {
        InstructionTier.Portable => true,
        InstructionTier.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionTier.Avx512 => Avx512BW.IsSupported && Avx512DQ.IsSupported,
        _ => false,
    };
}
