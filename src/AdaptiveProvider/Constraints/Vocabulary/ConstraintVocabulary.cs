using System.Collections;
using System.Collections.Frozen;
using System.Text;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Constraints.Vocabulary;

/// <summary>A model's tokens as constraints see them: as bytes, in a tree, with those that stand in any JSON string apart.</summary>
internal sealed class ConstraintVocabulary
{
    private readonly Tokenizer _tokenizer;
    private readonly int[] _endTokens;
    private readonly BitArray _isText; // [vocabulary]
    private readonly uint[][] _plain; // [characters + 1], the plain tokens of at most so many characters

    /// <summary>Indexes a vocabulary.</summary>
    /// <param name="tokenizer">The tokens.</param>
    /// <param name="size">Rows of the model's head; at least the tokenizer's tokens are looked at.</param>
    /// <param name="endTokens">The tokens that end a reply.</param>
    /// <exception cref="ModelFormatException">The tokens cannot spell JSON.</exception>
    public ConstraintVocabulary(Tokenizer tokenizer, int size, IEnumerable<int> endTokens)
    {
        (_tokenizer, Size, _isText) = (tokenizer, size, new BitArray(size));
        _endTokens = [.. endTokens.Where(token => token >= 0 && token < size).Distinct()];
        var ends = _endTokens.ToFrozenSet();
        var tokens = Enumerable.Range(0, Math.Min(size, tokenizer.VocabularySize))
            .Where(token => !ends.Contains(token) && !tokenizer.IsSpecial(token))
            .Select(token => (Bytes: tokenizer.GetTokenBytes(token).ToArray(), Token: token))
            .Where(token => token.Bytes.Length is > 0 and <= ushort.MaxValue)
            .ToList();
        ThrowIfIncomplete(tokens);
        if (!SpellsEveryByte(tokens))
        {
            // A character that has been begun could not be completed.
            tokens.RemoveAll(token => !IsWholeText(token.Bytes));
        }

        foreach (var (_, token) in tokens)
        {
            _isText[token] = true;
        }

        var plain = tokens.ConvertAll(token => PlainText.Characters(token.Bytes));
        _plain = Masks(tokens, plain);
        All = new TokenTrie(tokens);
        NotPlain = new TokenTrie(tokens.Where((_, index) => plain[index] is null));
    }

    /// <summary>Bytes that plain text begins with.</summary>
    public static ByteSet PlainFirst { get; } = ByteSet.Range((byte)' ', (byte)'!') | ByteSet.Range((byte)'#', (byte)'[') | ByteSet.Range((byte)']', 0x7F) | ByteSet.Range(0xC2, 0xF4);

    /// <summary>Tokens of the model.</summary>
    public int Size { get; }

    /// <summary>Words of a mask.</summary>
    public int MaskLength => (Size + 31) / 32;

    /// <summary>All tokens that are text.</summary>
    public TokenTrie All { get; }

    /// <summary>Those that are not plain.</summary>
    public TokenTrie NotPlain { get; }

    /// <summary>Whether a token may stand in a reply.</summary>
    public bool IsText(int token) => (uint)token < (uint)Size && _isText[token];

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> BytesOf(int token) => _tokenizer.GetTokenBytes(token);

    /// <summary>The plain tokens of at most so many characters.</summary>
    public ReadOnlySpan<uint> Plain(int charactersMax) => _plain[Math.Min(charactersMax, PlainText.CharactersMax)];

    /// <summary>Allows the tokens that end a reply.</summary>
    public void AddEnds(uint[] mask)
    {
        foreach (int token in _endTokens)
        {
            mask[token / 32] |= 1u << (token % 32);
        }
    }

    /// <summary>The tokens that the tokenizer writes a text with, or the longest that fit where it would write another text.</summary>
    public List<int> Encode(ReadOnlySpan<byte> text)
    {
        int[] tokens = _tokenizer.Encode(Encoding.UTF8.GetString(text), addSpecialTokens: false);
        var spelt = new List<byte>();
        foreach (int token in tokens)
        {
            spelt.AddRange(IsText(token) ? BytesOf(token) : []);
        }

        return spelt.Count == text.Length && text.SequenceEqual([.. spelt]) ? [.. tokens] : EncodeLongest(text);
    }

    private List<int> EncodeLongest(ReadOnlySpan<byte> text)
    {
        var tokens = new List<int>();
        while (!text.IsEmpty)
        {
            int token = -1, length = 0;
            for (int node = All.Child(-1, text[0]), depth = 1; node >= 0; node = depth < text.Length ? All.Child(node, text[depth]) : -1, depth++)
            {
                if (!All.TokensAt(node).IsEmpty)
                {
                    (token, length) = (All.TokensAt(node)[0], depth);
                }
            }

            if (token < 0)
            {
                break;
            }

            tokens.Add(token);
            text = text[length..];
        }

        return tokens;
    }

    private uint[][] Masks(List<(byte[] Bytes, int Token)> tokens, List<int?> plain)
    {
        var masks = new uint[PlainText.CharactersMax + 1][];
        for (int characters = 0; characters < masks.Length; characters++)
        {
            masks[characters] = characters == 0 ? new uint[MaskLength] : [.. masks[characters - 1]];
            for (int index = 0; index < tokens.Count; index++)
            {
                if (plain[index] == characters)
                {
                    masks[characters][tokens[index].Token / 32] |= 1u << (tokens[index].Token % 32);
                }
            }
        }

        return masks;
    }

    // JSON's own characters, and those that texts in it are made of.
    private static void ThrowIfIncomplete(List<(byte[] Bytes, int Token)> tokens)
    {
        var single = tokens.Where(token => token.Bytes.Length == 1).Select(token => token.Bytes[0]).ToHashSet();
        int missing = Enumerable.Range(0x20, 0x5F).FirstOrDefault(value => !single.Contains((byte)value), -1);
        if (missing >= 0)
        {
            throw new ModelFormatException("tokenizer.json", null, $"has no token for '{(char)missing}' alone, so replies cannot be held to a JSON schema. Use a tokenizer with all printable ASCII characters, or no schema.");
        }
    }

    private static bool SpellsEveryByte(List<(byte[] Bytes, int Token)> tokens)
    {
        var single = tokens.Where(token => token.Bytes.Length == 1).Select(token => token.Bytes[0]).ToHashSet();
        return Enumerable.Range(0x80, 0x40).Concat(Enumerable.Range(0xC2, 0x33)).All(value => single.Contains((byte)value));
    }

    private static bool IsWholeText(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
