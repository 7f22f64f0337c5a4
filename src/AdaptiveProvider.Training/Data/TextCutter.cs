using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Training.Data;

/// <summary>Cuts long texts where a paragraph, else a sentence, else a word ends.</summary>
internal sealed class TextCutter
{
    private readonly Boundary[] _boundaries;
    private readonly int _lengthMax;

    private enum Boundary : byte
    {
        None,
        BeforeWord,
        AfterSentence,
        AfterParagraph,
    }

    /// <summary>Creates a cutter.</summary>
    /// <param name="tokenizer">Gives the tokens their text.</param>
    /// <param name="lengthMax">Tokens of the longest piece; at least 2.</param>
    public TextCutter(Tokenizer tokenizer, int lengthMax)
    {
        _lengthMax = lengthMax;
        _boundaries = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.IsSpecial(id) ? Boundary.None : Classify(tokenizer.GetTokenBytes(id)))];
    }

    /// <summary>The lengths of the pieces of a text, in order.</summary>
    public IEnumerable<int> Cut(List<int> tokens)
    {
        for (var start = 0; start < tokens.Count;)
        {
            var length = tokens.Count - start <= _lengthMax ? tokens.Count - start : LengthAt(tokens, start);
            yield return length;
            start += length;
        }
    }

    /// <summary>The length of a piece: the longest that ends well, but a piece is never cut shorter than half of what is allowed.</summary>
    private int LengthAt(List<int> tokens, int start)
    {
        var (sentence, word) = (0, 0);
        for (var length = _lengthMax; length > _lengthMax / 2; length--)
        {
            var last = _boundaries[tokens[start + length - 1]];
            if (last == Boundary.AfterParagraph)
            {
                // A paragraph far back would waste the rest of the piece.
                return length >= _lengthMax - (_lengthMax / 16) || sentence == 0 ? length : sentence;
            }

            if (sentence == 0 && last == Boundary.AfterSentence)
            {
                sentence = length;
            }

            if (word == 0 && _boundaries[tokens[start + length]] == Boundary.BeforeWord)
            {
                word = length;
            }
        }

        return sentence > 0 ? sentence : word > 0 ? word : _lengthMax;
    }

    private static Boundary Classify(ReadOnlySpan<byte> token) => token switch
    {
        [.., (byte)'\n'] => Boundary.AfterParagraph,
        [.., (byte)'.' or (byte)'!' or (byte)'?'] => Boundary.AfterSentence,
        [.., (byte)'.' or (byte)'!' or (byte)'?', (byte)'"' or (byte)'\'' or (byte)')'] => Boundary.AfterSentence,
        [(byte)' ', ..] => Boundary.BeforeWord,
        _ => Boundary.None,
    };
}
