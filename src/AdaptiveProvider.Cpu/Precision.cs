using System.Diagnostics.CodeAnalysis;

namespace AdaptiveProvider.Cpu;

/// <summary>How the executor holds the weights of linear layers.</summary>
public enum Precision
{
    /// <summary>Single precision; exact for F32, F16 and BF16 checkpoints.</summary>
    F32,

    /// <summary>The upper half of a single; exact for BF16 checkpoints.</summary>
    BF16,

    /// <summary>Signed bytes with one scale per output and group of inputs.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's name for the format.")]
    Int8,
}
