namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Removes up to so many of one character from the start and the end of each token.</summary>
internal sealed class StripStage(char content, int start, int stop, DecodeStage next) : DecodeStage
{
    private int _stripped;
    private bool _begun;
    private int _held;

    public override void Write(ReadOnlySpan<char> chunk)
    {
        while (!_begun && chunk.Length > 0)
        {
            _begun = chunk[0] != content || _stripped == start;
            if (!_begun)
            {
                _stripped++;
                chunk = chunk[1..];
            }
        }

        if (chunk.Length == 0)
        {
            return;
        }

        // The last characters wait for the end of the token when they might be stripped there.
        var body = chunk.TrimEnd(content);
        var trailing = chunk.Length - body.Length;
        if (body.Length > 0)
        {
            Release(_held);
            next.Write(body);
        }

        _held += trailing;
        Release(Math.Max(0, _held - stop));
    }

    public override void EndToken()
    {
        (_stripped, _begun, _held) = (0, false, 0);
        next.EndToken();
    }

    public override void Finish() => next.Finish();

    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            next.Write([content]);
        }

        _held -= count;
    }
}
