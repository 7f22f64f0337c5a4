namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Makes one token of all.</summary>
internal sealed class FuseStage(DecodeStage next) : DecodeStage
{
    public override void Write(ReadOnlySpan<char> chunk) => next.Write(chunk);

    public override void EndToken()
    {
    }

    public override void Finish()
    {
        next.EndToken();
        next.Finish();
    }
}
