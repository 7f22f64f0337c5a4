using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>The end of a chain of stages: the settled text.</summary>
internal sealed class TextSink : DecodeStage
{
    private readonly StringBuilder _text = new();

    public override void Write(ReadOnlySpan<char> chunk) => _text.Append(chunk);

    public override void EndToken()
    {
    }

    public override void Finish()
    {
    }

    /// <summary>The text since the last call.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
