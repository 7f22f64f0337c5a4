namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>Replaces a literal within each token; holds back no more than the start of a possible match (Knuth, Morris and Pratt).</summary>
internal sealed class ReplaceStage(string literal, string replacement, DecodeStage next) : DecodeStage
{
    // [literal length]: the longest proper border of each prefix.
    private readonly int[] _borders = Borders(literal);
    private int _matched;

    public override void Write(ReadOnlySpan<char> chunk)
    {
        var settled = 0;
        for (var i = 0; i < chunk.Length; i++)
        {
            if (_matched == 0 && chunk[i] != literal[0])
            {
                continue;
            }

            if (_matched == 0)
            {
                next.Write(chunk[settled..i]);
            }

            Advance(chunk[i]);
            settled = i + 1;
        }

        next.Write(chunk[settled..]);
    }

    public override void EndToken()
    {
        Release(0);
        next.EndToken();
    }

    public override void Finish() => next.Finish();

    private void Advance(char character)
    {
        while (_matched > 0 && literal[_matched] != character)
        {
            Release(_borders[_matched - 1]);
        }

        if (literal[_matched] != character)
        {
            next.Write([character]);
        }
        else if (++_matched == literal.Length)
        {
            _matched = 0;
            next.Write(replacement);
        }
    }

    /// <summary>Passes on the held characters that can no longer be part of a match, keeping <paramref name="kept"/>.</summary>
    private void Release(int kept)
    {
        next.Write(literal.AsSpan(0, _matched - kept));
        _matched = kept;
    }

    private static int[] Borders(string literal)
    {
        var borders = new int[literal.Length];
        for (int i = 1, border = 0; i < literal.Length; i++)
        {
            while (border > 0 && literal[border] != literal[i])
            {
                border = borders[border - 1];
            }

            borders[i] = border += literal[border] == literal[i] ? 1 : 0;
        }

        return borders;
    }
}
