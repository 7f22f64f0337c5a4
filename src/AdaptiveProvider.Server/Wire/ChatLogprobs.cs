namespace AdaptiveProvider.Server.Wire;

/// <summary>The log probabilities of a reply's tokens.</summary>
internal sealed record ChatLogprobs(IReadOnlyList<TokenLogprob> Content);
