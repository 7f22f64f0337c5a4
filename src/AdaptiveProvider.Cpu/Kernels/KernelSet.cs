using System.Numerics;
using System.Runtime.Intrinsics;
using AdaptiveProvider.Cpu.Kernels.Lanes;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>The kernels of one instruction tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Single">Multiplies F32 tiles.</param>
/// <param name="BFloat16">Multiplies BF16 tiles.</param>
/// <param name="Int8">Multiplies int8 tiles.</param>
/// <param name="Epilogue">Finishes products.</param>
/// <param name="Math">Everything that is not a matrix product.</param>
internal sealed record KernelSet(
    InstructionTier Tier, TileKernel Single, TileKernel BFloat16, TileKernel Int8, TileEpilogue Epilogue, VectorMath Math)
{
    // Two vectors of outputs by so many rows of sums stay in the 32 or 16 registers of the tier.
    private const int WidestBlock512 = 8;
    private const int WidestBlock256 = 4;

    /// <summary>The kernels of the fastest supported tier.</summary>
    public static KernelSet Best { get; } = For(InstructionTiers.Best);

    /// <summary>The kernels of a tier.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine does not have the tier.</exception>
    public static KernelSet For(InstructionTier tier)
    {
        if (!InstructionTiers.IsSupported(tier))
        {
            throw new PlatformNotSupportedException($"This machine does not have the instructions of tier {tier}.");
        }

        return tier switch
        {
            InstructionTier.Avx512 => Create<Int8Lanes512, FloatLanes512, Vector512<short>, Vector512<int>, Vector512<float>>(tier, WidestBlock512),
            InstructionTier.Avx2 => Create<Int8Lanes256, FloatLanes256, Vector256<short>, Vector256<int>, Vector256<float>>(tier, WidestBlock256),
            _ => Create<Int8LanesPortable, FloatLanesPortable, PortablePairs, Vector<int>, Vector<float>>(tier, WidestBlock256),
        };
    }

    /// <summary>The kernel that multiplies a precision's tiles.</summary>
    public TileKernel For(Precision precision) => precision switch
    {
        Precision.F32 => Single,
        Precision.BF16 => BFloat16,
        _ => Int8,
    };

    private static KernelSet Create<TInt8, TFloat, TPairs, TSums, TVector>(InstructionTier tier, int widestBlock)
        where TInt8 : struct, IInt8Lanes<TPairs, TSums, TVector>
        where TFloat : struct, IFloatLanes<TVector>
        where TPairs : struct
        where TSums : struct
        where TVector : struct => new(
            tier,
            new FloatTileKernel<SinglePairedWeights<TFloat, TVector>, TFloat, TVector>(widestBlock),
            new FloatTileKernel<BFloat16PairedWeights<TFloat, TVector>, TFloat, TVector>(widestBlock),
            new Int8TileKernel<TInt8, TFloat, TPairs, TSums, TVector>(widestBlock),
            new LaneEpilogue<TFloat, TVector>(),
            new LaneVectorMath<TFloat, TVector>());
}
