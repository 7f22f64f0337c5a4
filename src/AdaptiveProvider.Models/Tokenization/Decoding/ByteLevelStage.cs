using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Turns tokens spelled in the byte alphabet into UTF-8 and that into one token of text; an unfinished character waits for its bytes.</summary>
internal sealed class ByteLevelStage(DecodeStage next) : WholeTokenStage(next)
{
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();

    public override void Finish()
    {
        Pass([], flush: true);
        Next.EndToken();
        Next.Finish();
    }

    protected override void Take(ReadOnlySpan<char> token) => Pass(ByteAlphabet.Decode(token), flush: false);

    private void Pass(ReadOnlySpan<byte> bytes, bool flush)
    {
        var text = new char[_utf8.GetCharCount(bytes, flush)];
        Next.Write(text.AsSpan(0, _utf8.GetChars(bytes, text, flush)));
    }
}
