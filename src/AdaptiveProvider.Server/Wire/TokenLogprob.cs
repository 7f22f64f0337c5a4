namespace AdaptiveProvider.Server.Wire;

/// <summary>A token's log probability, with the likeliest tokens in its place; those have none beside them.</summary>
internal sealed record TokenLogprob(string Token, double Logprob, IReadOnlyList<int> Bytes)
{
    public IReadOnlyList<TokenLogprob>? TopLogprobs { get; init; }
}
