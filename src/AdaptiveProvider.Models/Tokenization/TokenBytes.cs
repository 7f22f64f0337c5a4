using System.Text;
using AdaptiveProvider.Models.Tokenization.Decoding;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>The bytes of every token, in one block.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _block;
    private readonly int[] _starts;

    public TokenBytes(TokenTable tokens, DecoderPlan decoder)
    {
        using var block = new MemoryStream();
        _starts = new int[tokens.Size + 1];
        for (var id = 0; id < tokens.Size; id++)
        {
            block.Write(Spell(tokens.TokenAt(id), decoder));
            _starts[id + 1] = (int)block.Length;
        }

        _block = block.ToArray();
    }

    public ReadOnlySpan<byte> Of(int id)
        => (uint)id < (uint)(_starts.Length - 1) ? _block.AsSpan(_starts[id].._starts[id + 1]) : default;

    private static byte[] Spell(string? token, DecoderPlan decoder)
    {
        if (token is null)
        {
            return [];
        }

        if (decoder.IsByteLevel)
        {
            return ByteAlphabet.Decode(token);
        }

        if (decoder.HasByteTokens && ByteFallbackStage.ByteOf(token) is { } value)
        {
            return [value];
        }

        // Between two other tokens, where nothing is stripped.
        const string Neighbor = "|";
        var sink = new TextSink();
        var chain = decoder.CreateChain(sink);
        foreach (var part in (string[])[Neighbor, token, Neighbor])
        {
            chain.Write(part);
            chain.EndToken();
        }

        chain.Finish();
        var text = sink.Take();
        return text.Length >= 2 ? Encoding.UTF8.GetBytes(text[1..^1]) : [];
    }
}
