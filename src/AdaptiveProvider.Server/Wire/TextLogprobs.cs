namespace AdaptiveProvider.Server.Wire;

/// <summary>The log probabilities of a completion's tokens, list by list.</summary>
/// <param name="Tokens">What the tokens read as.</param>
/// <param name="TokenLogprobs">Their log probabilities.</param>
/// <param name="TopLogprobs">The likeliest tokens in each place.</param>
/// <param name="TextOffset">Where each token begins in the text, in UTF-16 units.</param>
internal sealed record TextLogprobs(
    IReadOnlyList<string> Tokens, IReadOnlyList<double> TokenLogprobs, IReadOnlyList<IReadOnlyDictionary<string, double>> TopLogprobs, IReadOnlyList<int> TextOffset);
