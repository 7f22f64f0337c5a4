namespace AdaptiveProvider.Testing.Executors;

/// <summary>What an executor under test keeps weights or cached keys and values in.</summary>
public enum TestPrecision
{
    /// <summary>The executor's default for the weights' precision.</summary>
    Auto,
    F32,
    BF16,
    F16,
    EightBit,
}
