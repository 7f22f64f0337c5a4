namespace AdaptiveProvider.Server.Wire;

/// <summary>What a request cost, in tokens.</summary>
internal sealed record Usage(long PromptTokens, long CompletionTokens, long TotalTokens, PromptTokensDetails PromptTokensDetails, CompletionTokensDetails CompletionTokensDetails);
