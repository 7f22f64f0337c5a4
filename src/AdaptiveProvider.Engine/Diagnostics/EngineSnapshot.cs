using System.Collections.Immutable;

namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>Everything there is to know about an engine at one moment between two steps.</summary>
public sealed record EngineSnapshot
{
    /// <summary>Whether it can serve.</summary>
    public required EngineHealth Health { get; init; }

    /// <summary>Tokens that a slot holds.</summary>
    public required int SlotLength { get; init; }

    /// <summary>Requests that may wait.</summary>
    public required int QueueCapacity { get; init; }

    /// <summary>Rows that a step may have now; fewer than the executor's maximum while memory is short.</summary>
    public required int StepRowsMax { get; init; }

    /// <summary>Every slot, in order.</summary>
    public required ImmutableArray<SlotSnapshot> Slots { get; init; }

    /// <summary>Requests that hold a slot, in order of admission.</summary>
    public required ImmutableArray<RequestSnapshot> Running { get; init; }

    /// <summary>Requests in line, oldest first.</summary>
    public required ImmutableArray<RequestSnapshot> Waiting { get; init; }

    /// <summary>Steps committed.</summary>
    public required long Steps { get; init; }

    /// <summary>Rows committed.</summary>
    public required long Rows { get; init; }

    /// <summary>Steps rolled back for lack of memory.</summary>
    public required long StepRetries { get; init; }

    /// <summary>Layer applications that the executor reported, counted per row.</summary>
    public required long ExecutedLayerRows { get; init; }

    /// <summary>Layer applications of rows that only filled the cache.</summary>
    public required long PrefillLayerRows { get; init; }

    /// <summary>Layer applications of rows that gave a token: the sum of all reported depths.</summary>
    public required long TokenLayerRows { get; init; }

    /// <summary>Layer applications of tokens that had left early, run with a later token's deep pass.</summary>
    public long DeferredLayerRows { get; init; }

    /// <summary>Layer applications of drafts that were thrown away.</summary>
    public long RejectedLayerRows { get; init; }

    /// <summary>Requests ended, for whatever cause.</summary>
    public required long RequestsEnded { get; init; }

    /// <summary>Tokens generated, over all requests.</summary>
    public required long TokensGenerated { get; init; }

    /// <summary>Time inside the executor, over all steps.</summary>
    public required TimeSpan ExecutionTime { get; init; }

    /// <summary>Time of committed steps outside the executor: planning, committing and publishing.</summary>
    public required TimeSpan OverheadTime { get; init; }
}
