using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>What a finished reply cost.</summary>
/// <param name="Cause">Why it ended.</param>
/// <param name="PromptTokens">Tokens in the prompt.</param>
/// <param name="CachedTokens">Prompt tokens whose cache another request had left; counted in <paramref name="PromptTokens"/>.</param>
/// <param name="OutputTokens">Tokens generated, an undelivered stop token included.</param>
/// <param name="LayersExecuted">Layer applications spent on generated tokens.</param>
/// <param name="LayersTotal">Layer applications that full depth would have spent on them.</param>
/// <param name="QueueTime">From submission to the first step.</param>
/// <param name="PrefillTime">From the first step to the first token.</param>
/// <param name="DecodeTime">From the first token to the end.</param>
public sealed record GenerationSummary(
    FinishCause Cause,
    int PromptTokens,
    int CachedTokens,
    int OutputTokens,
    long LayersExecuted,
    long LayersTotal,
    TimeSpan QueueTime,
    TimeSpan PrefillTime,
    TimeSpan DecodeTime)
{
    /// <summary>The method that ran.</summary>
    public DepthMethod Method { get; init; }

    /// <summary>Generated tokens that left before full depth.</summary>
    public int EarlyExitTokens { get; init; }

    /// <summary>Tokens drafted at an exit.</summary>
    public int DraftTokens { get; init; }

    /// <summary>Drafted tokens that full depth accepted.</summary>
    public int AcceptedDraftTokens { get; init; }

    /// <summary>Generated tokens whose deeper keys and values were computed later, with another token's deep pass or from the state they left with.</summary>
    public int DeferredTokens { get; init; }

    /// <summary>Layer applications of deferred tokens' deep passes; not in <see cref="LayersExecuted"/>.</summary>
    public long DeferredLayers { get; init; }

    /// <summary>Layer applications of drafts that were thrown away; not in <see cref="LayersExecuted"/>.</summary>
    public long RejectedLayers { get; init; }
}
