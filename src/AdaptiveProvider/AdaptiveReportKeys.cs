namespace AdaptiveProvider;

/// <summary>Keys under which a response reports its cost: counts in the usage, times in the response's additional properties. Replayed as they were by a response cache.</summary>
public static class AdaptiveReportKeys
{
    /// <summary>Count: layer applications run for generated tokens.</summary>
    public const string LayersExecuted = "adaptive.layers_executed";

    /// <summary>Count: layer applications that full depth would have run for them.</summary>
    public const string LayersTotal = "adaptive.layers_total";

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
}
