namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Turns the visible space back into a space; those of the first token vanish when the tokenizer put one there.</summary>
internal sealed class MetaspaceStage(char replacement, bool dropInFirst, DecodeStage next) : WholeTokenStage(next)
{
    private bool _dropping = dropInFirst;

    protected override void Take(ReadOnlySpan<char> token)
    {
        var text = token.ToString();
        Next.Write(_dropping ? text.Replace(replacement.ToString(), "", StringComparison.Ordinal) : text.Replace(replacement, ' '));
        Next.EndToken();
        _dropping = false;
    }
}
