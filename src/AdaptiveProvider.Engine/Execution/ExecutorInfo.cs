using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>What a loaded executor offers.</summary>
/// <param name="Layout">The model's depth.</param>
/// <param name="VocabularySize">Logits per row.</param>
/// <param name="SlotCount">Requests that can hold a cache at the same time.</param>
/// <param name="SlotLength">Tokens that a slot's cache holds.</param>
/// <param name="StepRowsMax">Rows that one step may have.</param>
/// <param name="Device">The device in words, for reports: processor, instructions, threads, precisions and what they cost in accuracy.</param>
public sealed record ExecutorInfo(StageLayout Layout, int VocabularySize, int SlotCount, int SlotLength, int StepRowsMax, string Device)
{
    /// <summary>Hidden states that are kept per slot; 0 keeps none, so that nothing can start below full depth.</summary>
    public int KeptRowsMax { get; init; }

    /// <summary>The model's own router threshold, which requests without one get; not-a-number without such a router.</summary>
    public float RouterThreshold { get; init; } = float.NaN;

    /// <summary>The model's own share q of accumulated exit probability at which a token leaves (Ouro), which requests without a threshold get; not-a-number without a gate.</summary>
    public float GateThreshold { get; init; } = float.NaN;

    /// <summary>Tokens that a draft head can draw; 0 without a draft head.</summary>
    public int DraftVocabularySize { get; init; }

    /// <summary>The measures that the executor can take of this model.</summary>
    public ImmutableArray<ExitMeasure> Measures { get; init; } = [];

    /// <summary>After how many passes a trained classifier can judge a row; ascending. The only exits of requests that ask for <see cref="ExitMeasure.Classifier"/>.</summary>
    public ImmutableArray<int> ClassifierExits { get; init; } = [];
}
