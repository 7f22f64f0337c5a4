using System.Buffers;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>
/// Byte-pair encoding (Sennrich et al. 2016) with the options of a tokenizer.json: whole-word shortcut, bytes for unknown characters, fused unknowns.
/// </summary>
internal sealed class BytePairModel
{
    private const int NoToken = -1;

    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly WordCache _cache = new();
    private readonly int[] _characterTokens;

    private BytePairModel(Vocabulary vocabulary, MergeTable merges)
    {
        (_vocabulary, _merges) = (vocabulary, merges);
        _characterTokens = BuildCharacterTokens(vocabulary);
    }

    public Vocabulary Vocabulary => _vocabulary;

    /// <summary>The token per byte of a character without a token of its own; null when bytes are not used.</summary>
    public int[]? ByteTokens { get; private init; }

    private int UnknownToken { get; init; }

    private ModelFormatException? UnknownFault { get; init; }

    private bool FuseUnknown { get; init; }

    private bool IgnoreMerges { get; init; }

    public static BytePairModel Read(JsonField field)
    {
        // Files from before the field existed hold byte pairs whenever they hold merges.
        if (field.FindString("type") is { } type && type != "BPE")
        {
            throw field.Unsupported("the tokenizer model", "BPE");
        }

        foreach (var affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (field.Find(affix) is { } value && value.AsString().Length > 0)
            {
                throw value.Fault($"the affix \"{value.AsString()}\" is not supported; only null or an empty string is.");
            }
        }

        if (field.Find("dropout") is { } dropout && !dropout.IsZero)
        {
            throw dropout.Fault("merges at random are a training device; only null or 0 is supported.");
        }

        var vocabulary = Vocabulary.Read(field["vocab"]);
        var unknownToken = NoToken;
        ModelFormatException? unknownFault = null;
        if (field.Find("unk_token") is { } unknown && !vocabulary.TryGetId(unknown.AsString(), out unknownToken))
        {
            // Byte-level files name tokens here that they never need: complain only when one is needed.
            unknownToken = NoToken;
            unknownFault = unknown.Fault($"the token \"{unknown.AsString()}\" is not in the vocabulary, and a text needs it.");
        }

        return new BytePairModel(vocabulary, MergeTable.Read(field["merges"], vocabulary))
        {
            UnknownToken = unknownToken,
            UnknownFault = unknownFault,
            FuseUnknown = field.FindBoolean("fuse_unk", false),
            IgnoreMerges = field.FindBoolean("ignore_merges", false),
            ByteTokens = field.FindBoolean("byte_fallback", false) ? BuildByteTokens(vocabulary) : null,
        };
    }

    /// <summary>Appends the tokens of one word, as the pre-tokenizer cut it.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> output)
    {
        if (IgnoreMerges && _vocabulary.TryGetId(word, out var whole))
        {
            output.Add(whole);
            return;
        }

        if (_cache.TryGet(word, out var known))
        {
            output.AddRange(known);
            return;
        }

        // At most four byte tokens for a scalar, three for a UTF-16 unit.
        var memory = ArrayPool<int>.Shared.Rent((ByteTokens is null ? 1 : 3) * word.Length);
        try
        {
            var symbols = memory.AsSpan(0, Spell(word, memory));
            var tokens = symbols[..WordMerger.Merge(symbols, _merges)];
            output.AddRange(tokens);
            _cache.Add(word, tokens);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    /// <summary>The symbols before any merge: a token per character, else its bytes, else the unknown token.</summary>
    private int Spell(ReadOnlySpan<char> word, Span<int> symbols)
    {
        var count = 0;
        var unknownPending = false;
        for (int i = 0, length; i < word.Length; i += length)
        {
            length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length ? 2 : 1;
            var character = word.Slice(i, length);
            var token = TokenOf(character);
            if (token != NoToken)
            {
                FlushUnknown(symbols, ref count, ref unknownPending);
                symbols[count++] = token;
            }
            else if (!TrySpellBytes(character, symbols, ref count) && NeedsUnknown())
            {
                if (!FuseUnknown)
                {
                    FlushUnknown(symbols, ref count, ref unknownPending);
                }

                unknownPending = true;
            }
        }

        FlushUnknown(symbols, ref count, ref unknownPending);
        return count;
    }

    private int TokenOf(ReadOnlySpan<char> character)
        => character.Length > 1 ? _vocabulary.TryGetId(character, out var id) ? id : NoToken
            : character[0] < _characterTokens.Length ? _characterTokens[character[0]] : NoToken;

    private bool NeedsUnknown() => UnknownFault is null ? UnknownToken != NoToken : throw UnknownFault;

    // NOTE: unknowns are written late, after any bytes that follow them, because the reference does so.
    private void FlushUnknown(Span<int> symbols, ref int count, ref bool pending)
    {
        if (pending)
        {
            symbols[count++] = UnknownToken;
            pending = false;
        }
    }

    private bool TrySpellBytes(ReadOnlySpan<char> character, Span<int> symbols, ref int count)
    {
        if (ByteTokens is null)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[4];
        utf8 = utf8[..Encoding.UTF8.GetBytes(character, utf8)];
        foreach (var value in utf8)
        {
            if (ByteTokens[value] == NoToken)
            {
                return false;
            }
        }

        foreach (var value in utf8)
        {
            symbols[count++] = ByteTokens[value];
        }

        return true;
    }

    private static int[] BuildCharacterTokens(Vocabulary vocabulary)
    {
        var largest = vocabulary.Ids.Keys.DefaultIfEmpty("").Max(token => token is [var character] ? character : -1);
        var tokens = new int[largest + 1];
        Array.Fill(tokens, NoToken);
        foreach (var (token, id) in vocabulary.Ids)
        {
            if (token is [var character])
            {
                tokens[character] = id;
            }
        }

        return tokens;
    }

    private static int[] BuildByteTokens(Vocabulary vocabulary)
        => [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetId($"<0x{value:X2}>", out var id) ? id : NoToken)];
}
