namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>Names under which the engine reports; the <c>gen_ai</c> ones follow OpenTelemetry's generative AI server metrics.</summary>
public static class TelemetryNames
{
    /// <summary>The meter and the activity source.</summary>
    public const string Source = "AdaptiveProvider";

    /// <summary>From submission to the end; seconds.</summary>
    public const string RequestDuration = "gen_ai.server.request.duration";

    /// <summary>From submission to the first token; seconds.</summary>
    public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";

    /// <summary>Mean time of a request's tokens after the first; seconds.</summary>
    public const string TimePerOutputToken = "gen_ai.server.time_per_output_token";

    /// <summary>From submission to the first step; seconds.</summary>
    public const string QueueTime = "adaptive.request.queue_time";

    /// <summary>One step, planning to publishing; seconds.</summary>
    public const string StepDuration = "adaptive.step.duration";

    /// <summary>The part of a step outside the executor; seconds.</summary>
    public const string StepOverhead = "adaptive.step.overhead";

    /// <summary>Rows of one step.</summary>
    public const string StepRows = "adaptive.step.rows";

    /// <summary>Steps that ran out of memory and were tried again with fewer rows.</summary>
    public const string StepRetries = "adaptive.step.retries";

    /// <summary>Slots in use.</summary>
    public const string SlotsUsed = "adaptive.slots.used";

    /// <summary>Requests in line for a slot.</summary>
    public const string RequestsQueued = "adaptive.requests.queued";

    /// <summary>Requests that their callers ended early.</summary>
    public const string RequestAborts = "adaptive.requests.aborts";

    /// <summary>Requests that failed, by <see cref="ErrorType"/>.</summary>
    public const string RequestFailures = "adaptive.requests.failures";

    /// <summary>Requests that found a prefix of their prompt cached.</summary>
    public const string PrefixCacheHits = "adaptive.prefix_cache.hits";

    /// <summary>Prompt tokens that were found cached.</summary>
    public const string PrefixCacheTokens = "adaptive.prefix_cache.tokens";

    /// <summary>Layer applications on generated tokens, by <see cref="Outcome"/>: executed or skipped.</summary>
    public const string Layers = "adaptive.layers";

    /// <summary>Fraction of full depth spent on each generated token.</summary>
    public const string TokenDepth = "adaptive.token.depth";

    /// <summary>The span of one request.</summary>
    public const string GenerateActivity = "adaptive.generate";

    /// <summary>Tag: the type of a failure.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Tag: executed or skipped.</summary>
    public const string Outcome = "outcome";

    /// <summary>Tag: why a reply ended.</summary>
    public const string FinishReason = "adaptive.finish_cause";
}
