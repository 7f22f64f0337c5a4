namespace AdaptiveProvider;

/// <summary>
/// Keys under which a response reports its cost: counts in the usage, the rest in the additional properties of the response and of its message. Replayed as
/// they were by a response cache.
/// </summary>
public static class AdaptiveReportKeys
{
    /// <summary>Count: layer applications run for generated tokens.</summary>
    public const string LayersExecuted = "adaptive.layers_executed";

    /// <summary>Count: layer applications that full depth would have run for them.</summary>
    public const string LayersTotal = "adaptive.layers_total";

    /// <summary>Count: generated tokens that left before full depth.</summary>
    public const string EarlyExitTokens = "adaptive.early_exit_tokens";

    /// <summary>Count: tokens drafted at an exit.</summary>
    public const string DraftTokens = "adaptive.draft_tokens";

    /// <summary>Count: drafted tokens that stood.</summary>
    public const string AcceptedDraftTokens = "adaptive.accepted_draft_tokens";

    /// <summary>Count: generated tokens whose deeper keys and values were computed after they had left.</summary>
    public const string KvRecomputedTokens = "adaptive.kv_recomputed_tokens";

    /// <summary>Milliseconds from submission to the first step.</summary>
    public const string QueueMilliseconds = "adaptive.queue_ms";

    /// <summary>Milliseconds from the first step to the first token.</summary>
    public const string PrefillMilliseconds = "adaptive.prefill_ms";

    /// <summary>Milliseconds from the first token to the end.</summary>
    public const string DecodeMilliseconds = "adaptive.decode_ms";

    /// <summary>Generated tokens per second after the first one.</summary>
    public const string TokensPerSecond = "adaptive.tokens_per_second";

    /// <summary>Average fraction of full depth spent per generated token.</summary>
    public const string MeanDepth = "adaptive.mean_depth";

    /// <summary>The name of the exit policy that ran.</summary>
    public const string EffectivePolicy = "adaptive.effective_policy";

    /// <summary>The bound of the mean depth that held; absent where there was none.</summary>
    public const string EffectiveBudget = "adaptive.effective_budget";

    /// <summary>Why full depth ran instead of what was asked for; absent where it did not.</summary>
    public const string DepthNote = "adaptive.depth_note";

    /// <summary>On text, when asked for: layer applications of each token that it was made certain by, as whole numbers. On the response those of all tokens.</summary>
    public const string TokenDepths = "adaptive.depths";

    /// <summary>On text, when asked for: the measure by which each token left or went on, null where nothing judged it. On the response those of all tokens.</summary>
    public const string TokenConfidences = "adaptive.confidences";

    /// <summary>On text, when asked for: a <see cref="TokenLogProbability"/> of each token that it was made certain by. On the response those of all tokens.</summary>
    public const string TokenLogProbabilities = "adaptive.logprobs";

    /// <summary>On a function call that could not be read: what the model wrote, as a text.</summary>
    public const string RawCall = "adaptive.raw_call";

    /// <summary>What of a JSON schema the reply was not held to, and why; absent where it was held to all of it.</summary>
    public const string SchemaNote = "adaptive.schema_note";
}
