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

    /// <summary>Whole number: most layer applications per token. The deepest exit within it is taken.</summary>
    public const string MaxLayers = "adaptive.max_layers";

    /// <summary>Number from 0 up, for models with a router: a token takes another loop while its score is above it. 0 takes every loop, 1 and more one; absent, the model's own.</summary>
    public const string RouterThreshold = "adaptive.router_threshold";
}
