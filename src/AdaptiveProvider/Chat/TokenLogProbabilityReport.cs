using System.Collections.Immutable;
using System.Text;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models.Tokenization;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Gathers tokens' log probabilities and puts them beside the text that the tokens made certain.</summary>
/// <param name="tokenizer">Says what tokens read as.</param>
/// <param name="likeliest">Alternatives to report in each place.</param>
internal sealed class TokenLogProbabilityReport(Tokenizer tokenizer, int likeliest)
{
    private readonly List<TokenLogProbability> _tokens = [];
    private int _told;

    /// <summary>The log probabilities of a token that was drawn with its top logits.</summary>
    public static TokenLogProbability Of(in TokenEvent token, Tokenizer tokenizer, int likeliest)
    {
        var sample = token.Sample;
        return One(tokenizer, token.Token, sample.Logit - sample.LogSumExp) with
        {
            Likeliest = [.. (sample.TopLogits ?? []).Take(likeliest).Select(top => One(tokenizer, top.Token, top.Logit - sample.LogSumExp))],
        };
    }

    /// <summary>Takes the next token.</summary>
    public void Add(in TokenEvent token) => _tokens.Add(Of(token, tokenizer, likeliest));

    /// <summary>Puts the tokens since the last time beside a text.</summary>
    public void WriteNew(AIContent text)
    {
        (text.AdditionalProperties ??= [])[AdaptiveReportKeys.TokenLogProbabilities] = _tokens[_told..].ToArray();
        _told = _tokens.Count;
    }

    /// <summary>Puts all tokens into a response's properties.</summary>
    public void WriteAll(AdditionalPropertiesDictionary properties) => properties[AdaptiveReportKeys.TokenLogProbabilities] = _tokens.ToArray();

    // Rounding can put a certain token's probability a hair above one.
    private static TokenLogProbability One(Tokenizer tokenizer, int token, float logProbability)
    {
        ImmutableArray<byte> bytes = [.. tokenizer.GetTokenBytes(token)];
        return new TokenLogProbability(token, Encoding.UTF8.GetString(bytes.AsSpan()), bytes, Math.Min(logProbability, 0f));
    }
}
