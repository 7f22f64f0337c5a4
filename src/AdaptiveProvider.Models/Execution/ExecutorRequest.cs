using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Execution;

/// <summary>What is asked of an executor that is to be loaded.</summary>
public sealed record ExecutorRequest
{
    /// <summary>The device's name; auto leaves the choice among its devices to the factory.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>What weights are kept in; null is the device's fastest.</summary>
    public WeightPrecision? Weights { get; init; }

    /// <summary>Worker threads on the processor; null is one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Requests that can hold a cache at the same time.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Tokens that one slot's cache holds.</summary>
    public required int SlotLength { get; init; }

    /// <summary>Token ids that a second, smaller head draws drafts from, each once; empty, the default, has no such head.</summary>
    public ImmutableArray<int> DraftVocabulary { get; init; } = [];
}
