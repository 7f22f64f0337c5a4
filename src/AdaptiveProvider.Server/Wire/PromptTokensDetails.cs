namespace AdaptiveProvider.Server.Wire;

/// <summary>Prompt tokens that were found in the cache.</summary>
internal sealed record PromptTokensDetails(long CachedTokens);
