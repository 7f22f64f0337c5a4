using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Replaces the matches of an expression within each token, once the token is whole.</summary>
internal sealed class RegexReplaceStage(TextPattern pattern, string replacement, DecodeStage next) : WholeTokenStage(next)
{
    protected override void Take(ReadOnlySpan<char> token)
    {
        Next.Write(pattern.Replace(token.ToString(), replacement));
        Next.EndToken();
    }
}
