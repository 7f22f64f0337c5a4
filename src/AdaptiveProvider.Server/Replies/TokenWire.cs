using AdaptiveProvider.Server.Wire;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Writes token details in the forms of the two endpoints.</summary>
internal static class TokenWire
{
    // JSON has no infinity; OpenAI writes this for a token that cannot be.
    private const double Impossible = -9999;

    public static TokenDepths? Depths(TokenDetails? tokens) => tokens?.Depths is { } depths ? new TokenDepths(depths, tokens.Confidences) : null;

    public static ChatLogprobs? ChatLogprobs(TokenDetails? tokens)
        => tokens?.LogProbabilities is { } list ? new ChatLogprobs([.. list.Select(token => One(token) with { TopLogprobs = [.. token.Likeliest.Select(One)] })]) : null;

    /// <param name="tokens">The tokens.</param>
    /// <param name="offset">Where the first one begins, in UTF-16 units.</param>
    public static TextLogprobs? TextLogprobs(TokenDetails? tokens, int offset)
    {
        if (tokens?.LogProbabilities is not { } list)
        {
            return null;
        }

        var offsets = new List<int>();
        foreach (var token in list)
        {
            offsets.Add(offset);
            offset += token.Text.Length;
        }

        return new TextLogprobs([.. list.Select(token => token.Text)], [.. list.Select(token => Finite(token.LogProbability))], [.. list.Select(Top)], offsets);
    }

    // Different tokens may read the same; the likelier one stands for both.
    private static Dictionary<string, double> Top(TokenLogProbability token)
    {
        var top = new Dictionary<string, double>();
        foreach (var likely in token.Likeliest)
        {
            top.TryAdd(likely.Text, Finite(likely.LogProbability));
        }

        return top;
    }

    private static TokenLogprob One(TokenLogProbability token) => new(token.Text, Finite(token.LogProbability), [.. token.Bytes.Select(value => (int)value)]);

    private static double Finite(double logProbability) => double.IsFinite(logProbability) ? logProbability : Impossible;
}
