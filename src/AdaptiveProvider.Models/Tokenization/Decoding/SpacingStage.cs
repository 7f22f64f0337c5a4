namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>What happens without a decoder: tokens with a space between them.</summary>
internal sealed class SpacingStage(DecodeStage next) : DecodeStage
{
    private bool _between;

    public override void Write(ReadOnlySpan<char> chunk)
    {
        if (_between)
        {
            next.Write(" ");
            _between = false;
        }

        next.Write(chunk);
    }

    public override void EndToken()
    {
        // An empty token still has its space.
        Write([]);
        next.EndToken();
        _between = true;
    }

    public override void Finish() => next.Finish();
}
