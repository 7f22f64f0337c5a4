using System.Collections.Immutable;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What a test asks of any executor; null leaves the executor's own default.</summary>
public sealed record TestExecutorOptions
{
    public TestPrecision Weights { get; init; } = TestPrecision.F32;

    public TestPrecision KeyValues { get; init; } = TestPrecision.Auto;

    /// <summary>Processor threads. One is quicker where steps are many and tiny.</summary>
    public int Threads { get; init; } = 2;

    public int SlotCount { get; init; } = 16;

    public int? SlotLength { get; init; }

    public int StepRowsMax { get; init; } = 256;

    public int KeptRowsMax { get; init; } = 64;

    /// <summary>Tokens of a draft head; empty for none.</summary>
    public ImmutableArray<int> DraftVocabulary { get; init; } = [];
}
