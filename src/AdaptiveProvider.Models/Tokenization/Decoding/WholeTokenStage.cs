using System.Buffers;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>A stage that must see a token whole.</summary>
internal abstract class WholeTokenStage(DecodeStage next) : DecodeStage
{
    private readonly ArrayBufferWriter<char> _token = new();

    protected DecodeStage Next => next;

    public sealed override void Write(ReadOnlySpan<char> chunk) => _token.Write(chunk);

    public sealed override void EndToken()
    {
        Take(_token.WrittenSpan);
        _token.ResetWrittenCount();
    }

    public override void Finish() => next.Finish();

    protected abstract void Take(ReadOnlySpan<char> token);
}
