using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Decoding;

/// <summary>
/// Joins runs of byte tokens such as &lt;0xE2&gt; into text. A run is settled when it ends: valid UTF-8 as a whole, or one U+FFFD for each of
/// its bytes, as the reference has it.
/// </summary>
internal sealed class ByteFallbackStage(DecodeStage next) : WholeTokenStage(next)
{
    private readonly List<byte> _run = [];

    /// <summary>The byte that a token of the form &lt;0xHH&gt; stands for, or null.</summary>
    public static byte? ByteOf(ReadOnlySpan<char> token)
        => token is ['<', '0', 'x', _, _, '>']
            && byte.TryParse(token[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public override void Finish()
    {
        EndRun();
        Next.Finish();
    }

    protected override void Take(ReadOnlySpan<char> token)
    {
        if (ByteOf(token) is { } value)
        {
            _run.Add(value);
            return;
        }

        EndRun();
        Next.Write(token);
        Next.EndToken();
    }

    private void EndRun()
    {
        if (_run.Count == 0)
        {
            return;
        }

        var bytes = _run.ToArray();
        _run.Clear();
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            Next.Write(Encoding.UTF8.GetString(bytes));
            Next.EndToken();
            return;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            Next.Write("\uFFFD");
            Next.EndToken();
        }
    }
}
