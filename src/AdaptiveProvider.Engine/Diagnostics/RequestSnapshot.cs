using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>One request at one moment; the counters are those of the request's authoritative state.</summary>
/// <param name="Id">Number in order of submission.</param>
/// <param name="Status">Where it is on its way.</param>
/// <param name="Slot">Its slot; null while waiting.</param>
/// <param name="Depth">Passes that each of its rows takes.</param>
/// <param name="PromptLength">Tokens given.</param>
/// <param name="CachedTokens">Prompt positions taken from a cache.</param>
/// <param name="ShallowComputed">Positions through the first passes.</param>
/// <param name="DeepComputed">Positions through all passes of the depth.</param>
/// <param name="TokenCount">Prompt and emitted tokens.</param>
/// <param name="Emitted">Tokens handed to the reader.</param>
/// <param name="Reserved">Positions reserved for the worst case.</param>
/// <param name="LayersExecuted">Layer applications spent on its generated tokens.</param>
public sealed record RequestSnapshot(
    long Id,
    RequestStatus Status,
    int? Slot,
    int Depth,
    int PromptLength,
    int CachedTokens,
    int ShallowComputed,
    int DeepComputed,
    int TokenCount,
    int Emitted,
    int Reserved,
    long LayersExecuted)
{
    /// <summary>Most tokens that may lack deep passes; 0 for requests none of whose tokens do.</summary>
    public int PendingMax { get; init; }

    /// <summary>Positions still to be computed because implied tokens follow them.</summary>
    public int ImpliedPending { get; init; }
}
