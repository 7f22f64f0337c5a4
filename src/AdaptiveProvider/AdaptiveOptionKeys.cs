namespace AdaptiveProvider;

/// <summary>Keys of <see cref="Microsoft.Extensions.AI.ChatOptions.AdditionalProperties"/> that the client understands. Values are JSON primitives, so they survive caching and serialisation.</summary>
public static class AdaptiveOptionKeys
{
    /// <summary>What every key starts with; an unknown key under it is an error, so that a typing mistake does not pass unseen.</summary>
    public const string Prefix = "adaptive.";

    /// <summary>Number from 0 to below 1: keeps tokens with at least this fraction of the highest probability.</summary>
    public const string MinP = "adaptive.min_p";

    /// <summary>Number above 0: divides the logits of tokens seen in prompt or reply; 1 is off.</summary>
    public const string RepetitionPenalty = "adaptive.repetition_penalty";

    /// <summary>Number above 0, at most 1: largest average fraction of full depth per generated token of the response, prefill excluded. 1 is full depth.</summary>
    public const string DepthBudget = "adaptive.depth_budget";

    /// <summary>Number above 0, at most 1: largest fraction of full depth of any generated token. The deepest exit within it is taken.</summary>
    public const string MaxDepth = "adaptive.max_depth";

    /// <summary>Number above 0, at most 1: least share of tokens that are full depth's, looked up in the model's calibration with 95% confidence. 1 is full depth.</summary>
    public const string MinAgreement = "adaptive.min_agreement";

    /// <summary>Word: full, static, confidence, synchronized, router or lossless; absent, the one that suits the model.</summary>
    public const string ExitPolicy = "adaptive.exit_policy";

    /// <summary>Number of milliseconds above 0: time per generated token that depth is lowered to hold. Replies then depend on how busy the machine is.</summary>
    public const string TokenLatencyTargetMilliseconds = "adaptive.token_latency_target_ms";

    /// <summary>Whole number: layer applications after which tokens leave, exactly one of the model's exits. Alone it is a static exit, with another policy the only one.</summary>
    public const string ExitLayer = "adaptive.exit_layer";

    /// <summary>Whole number: most layer applications per token. The deepest exit within it is taken.</summary>
    public const string MaxLayers = "adaptive.max_layers";

    /// <summary>Whole number from 1, for looped models: most loops of any token; alone every token takes so many, or those of them that its router chooses.</summary>
    public const string Loops = "adaptive.loops";

    /// <summary>
    /// Number from 0 up, for models with a router: a token takes another loop while its score is above it. 0 takes every loop, 1 and more one; absent, the
    /// model's own. Alone it holds for the prompt too; beside a budget it is where the reply's threshold starts.
    /// </summary>
    public const string RouterThreshold = "adaptive.router_threshold";

    /// <summary>Word: margin, probability, entropy, cosine, change, classifier or gate, what tokens are judged by; absent, what the model was trained for, else the margin.</summary>
    public const string ExitMeasure = "adaptive.exit_measure";

    /// <summary>
    /// Number that the measure must exceed for a token to leave (a router's score for another loop); under a budget it is where the threshold starts, for
    /// lossless replies the least with which a draft is made.
    /// </summary>
    public const string ExitThreshold = "adaptive.exit_threshold";

    /// <summary>Whole number from 1: no token leaves before so many layer applications.</summary>
    public const string MinExitLayer = "adaptive.min_exit_layer";

    /// <summary>Number from 0: how fast the threshold falls over the reply (CALM, equation 5); 0, the default, keeps it.</summary>
    public const string ThresholdDecay = "adaptive.threshold_decay";

    /// <summary>Word: none, beta_mixture or beta_mixture_as_published; lets synchronized replies learn the threshold from their deep passes (FREE).</summary>
    public const string ThresholdAdaptation = "adaptive.threshold_adaptation";

    /// <summary>Whole number from 1: most tokens that wait for their deep passes, and most that are drafted at once. Default 8.</summary>
    public const string PendingMax = "adaptive.pending_max";

    /// <summary>Whole number from 0: drafts per round of lossless replies; absent, measurements decide, which may switch drafting off.</summary>
    public const string DraftLength = "adaptive.draft_length";

    /// <summary>True or false: draft from the calibration's most frequent tokens only, where there are some. Default true.</summary>
    public const string DraftHead = "adaptive.draft_head";

    /// <summary>Word: same_draw gives full depth's very reply for a seed; rejection gives its distribution and accepts more.</summary>
    public const string DraftAcceptance = "adaptive.draft_acceptance";

    /// <summary>Number of nats from 0, for synchronized replies: tokens that full depth finds less likely are taken back (FREE's rollback); absent, none is.</summary>
    public const string RollbackThreshold = "adaptive.rollback_threshold";

    /// <summary>True or false: where the model cannot do what is asked, take full depth and say so in the report instead of failing. Default false.</summary>
    public const string AllowFullDepth = "adaptive.allow_full_depth";

    /// <summary>True or false: report each token's depth and confidence beside the text. Default false.</summary>
    public const string ReportTokenDepth = "adaptive.report_token_depth";

    /// <summary>Whole number from 0 to 20: report each token's log probability beside the text, and so many of the likeliest tokens' in its place. Absent, none.</summary>
    public const string TopLogProbabilities = "adaptive.top_logprobs";
}
