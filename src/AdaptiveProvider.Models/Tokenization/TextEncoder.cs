using System.Collections.Immutable;
using System.Text;
using AdaptiveProvider.Models.Tokenization.AddedTokens;
using AdaptiveProvider.Models.Tokenization.BytePairs;
using AdaptiveProvider.Models.Tokenization.Normalization;
using AdaptiveProvider.Models.Tokenization.PreTokenization;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>The way from text to tokens: added tokens, normalizers, pre-tokenizers, byte pairs, special tokens around it all.</summary>
internal sealed class TextEncoder
{
    public required BytePairModel Model { get; init; }

    /// <summary>Finds the added tokens that are matched before the text is normalized.</summary>
    public required AddedTokenMatcher RawMatcher { get; init; }

    /// <summary>Finds those that are matched after.</summary>
    public required AddedTokenMatcher NormalizedMatcher { get; init; }

    public required ImmutableArray<Normalizer> Normalizers { get; init; }

    public required ImmutableArray<PreTokenizer> PreTokenizers { get; init; }

    public required SpecialTokenFrame Frame { get; init; }

    public int[] Encode(string text, bool addSpecialTokens)
    {
        var ids = new List<int>((text.Length / 3) + 8);
        if (addSpecialTokens)
        {
            ids.AddRange(Frame.Before);
        }

        EncodeText(ReplaceLoneSurrogates(text), ids);
        if (addSpecialTokens)
        {
            ids.AddRange(Frame.After);
        }

        return [.. ids];
    }

    private void EncodeText(string text, List<int> ids)
    {
        var parts = new List<AddedTokenPart>();
        RawMatcher.Split(text, parts);
        foreach (var part in parts)
        {
            if (part.Token is { } token)
            {
                ids.Add(token.Id);
            }
            else
            {
                EncodeRaw(text[part.Start..part.End], atStart: part.Start == 0, ids);
            }
        }
    }

    private void EncodeRaw(string text, bool atStart, List<int> ids)
    {
        foreach (var normalizer in Normalizers)
        {
            text = normalizer.Normalize(text);
        }

        var parts = new List<AddedTokenPart>();
        NormalizedMatcher.Split(text, parts);
        foreach (var part in parts)
        {
            if (part.Token is { } token)
            {
                ids.Add(token.Id);
            }
            else
            {
                EncodePiece(new TextPiece(text.AsMemory(part.Start, part.End - part.Start), atStart && part.Start == 0), ids);
            }
        }
    }

    private void EncodePiece(TextPiece piece, List<int> ids)
    {
        List<TextPiece> words = [piece];
        foreach (var preTokenizer in PreTokenizers)
        {
            var cut = new List<TextPiece>(words.Count);
            foreach (var word in words)
            {
                preTokenizer.Split(word, cut);
            }

            words = cut;
        }

        foreach (var word in words)
        {
            Model.Encode(word.Span, ids);
        }
    }

    private static string ReplaceLoneSurrogates(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune);
        }

        return result.ToString();
    }
}
