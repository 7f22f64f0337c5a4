using System.Diagnostics.CodeAnalysis;

namespace AdaptiveProvider.Models.Execution;

/// <summary>What weights are kept in, whatever the executor.</summary>
public enum WeightPrecision
{
    /// <summary>Single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>Signed bytes with scales.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's name for the format.")]
    Int8,
}
