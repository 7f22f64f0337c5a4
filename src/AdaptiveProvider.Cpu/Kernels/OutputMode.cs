namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>What happens to a product.</summary>
internal enum OutputMode
{
    /// <summary>It replaces the output.</summary>
    Store,

    /// <summary>It is added to the output, as to a residual stream.</summary>
    Add,
}
