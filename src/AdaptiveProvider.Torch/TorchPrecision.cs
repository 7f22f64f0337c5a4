using System.Diagnostics.CodeAnalysis;

namespace AdaptiveProvider.Torch;

/// <summary>What a <see cref="TorchModelExecutor"/> keeps weights in; keys, values and the residual stream follow.</summary>
public enum TorchPrecision
{
    /// <summary>bfloat16 on a GPU, single precision on the processor.</summary>
    Auto,

    /// <summary>Single precision; exact for F32, F16 and BF16 checkpoints.</summary>
    F32,

    /// <summary>The upper half of a single; exact for BF16 checkpoints.</summary>
    BF16,

    /// <summary>IEEE half precision; exact for F16 checkpoints, magnitudes to 65,504.</summary>
    F16,

    /// <summary>Signed bytes with one scale per output; activations in bfloat16. Only where libtorch has the kernel for the device.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's name for the format.")]
    Int8,
}
