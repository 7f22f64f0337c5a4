using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Training.Data;

/// <summary>Turns documents into tokens: a text, or a conversation in the chat format, then the end of the document; long ones in pieces.</summary>
/// <remarks>
/// A published model's tokenizer, which knows another end of text, encodes texts only, with the frame that it puts round every text: a converted
/// model is to be trained on as its original was.
/// </remarks>
public sealed class DocumentEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly PlainTextEncoder _text;
    private readonly TextCutter _cutter;
    private readonly int _lengthMax;
    private readonly int[] _beginOfText;
    private readonly int _endOfText;
    private readonly int? _endOfMessage;

    /// <summary>Creates an encoder.</summary>
    /// <param name="tokenizer">Must know the format's special tokens, or an end token of its own.</param>
    /// <param name="format">The chat format.</param>
    /// <param name="lengthMax">Tokens of the longest piece; at least 8.</param>
    /// <exception cref="CorpusException">The tokenizer has no token that ends a text.</exception>
    public DocumentEncoder(Tokenizer tokenizer, ChatFormat format, int lengthMax)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfLessThan(lengthMax, TokenStoreOptions.DocumentTokensMin);
        (_tokenizer, _lengthMax) = (tokenizer, lengthMax);
        _text = new PlainTextEncoder(tokenizer);
        _cutter = new TextCutter(tokenizer, lengthMax);
        _endOfMessage = tokenizer.FindToken(format.EndOfMessage);
        if (tokenizer.FindToken(format.EndOfText) is { } end)
        {
            (_beginOfText, _endOfText) = ([], end);
        }
        else
        {
            _endOfText = IdOf(tokenizer.EosToken ?? format.EndOfText);
            _beginOfText = [.. tokenizer.Encode("", addSpecialTokens: true).Where(token => token != _endOfText)];
        }
    }

    /// <summary>Checks that documents can be encoded.</summary>
    /// <exception cref="CorpusException">There are conversations, which the tokenizer has no tokens for.</exception>
    public void RequireFit(IEnumerable<TrainingDocument> documents)
    {
        if (_endOfMessage is null && documents.FirstOrDefault(document => document.Text is null) is { } conversation)
        {
            throw new CorpusException(
                $"{conversation.Source} has conversations, but the tokenizer has no token {ChatFormat.Default.EndOfMessage}. Name files of texts, or train a tokenizer with the special tokens of the chat format.");
        }
    }

    /// <summary>The pieces of a document, in order. Of a single exchange of a conversation that is too long, the rest is left out.</summary>
    public IReadOnlyList<TokenizedDocument> Encode(TrainingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Text is { } text ? EncodeText(text) : EncodeConversation(document.Messages);
    }

    private List<TokenizedDocument> EncodeText(string text)
    {
        var tokens = new List<int>((text.Length / 3) + 8);
        tokens.AddRange(_beginOfText);
        _text.Append(text, tokens);
        tokens.Add(_endOfText);
        var pieces = new List<TokenizedDocument>();
        var start = 0;
        foreach (var length in _cutter.Cut(tokens))
        {
            pieces.Add(new TokenizedDocument([.. tokens[start..(start + length)]], new bool[length]));
            start += length;
        }

        return pieces;
    }

    private List<TokenizedDocument> EncodeConversation(IReadOnlyList<TrainingMessage> messages)
    {
        // The end of the document needs its room.
        var pieces = ConversationCutter.Cut([.. messages.Select(EncodeTurn)], _lengthMax - 1);
        return [.. pieces.Select((piece, i) => Join(piece, isLast: i == pieces.Count - 1))];
    }

    private EncodedTurn EncodeTurn(TrainingMessage message)
    {
        var tokens = new List<int> { IdOf(ChatFormat.RoleToken(message.Role)) };
        _text.Append(message.Content, tokens);
        tokens.Add(_endOfMessage ?? IdOf(ChatFormat.Default.EndOfMessage));
        return new EncodedTurn(message.Role, tokens);
    }

    private TokenizedDocument Join(List<EncodedTurn> turns, bool isLast)
    {
        var tokens = new List<int>();
        var isAssistant = new List<bool>();
        foreach (var turn in turns)
        {
            // The role's token is given by the prompt, not written by the model.
            tokens.AddRange(turn.Tokens);
            isAssistant.Add(false);
            isAssistant.AddRange(Enumerable.Repeat(ChatFormat.IsLearned(turn.Role), turn.Tokens.Count - 1));
        }

        if (tokens.Count > _lengthMax)
        {
            tokens.RemoveRange(_lengthMax, tokens.Count - _lengthMax);
            isAssistant.RemoveRange(_lengthMax, isAssistant.Count - _lengthMax);
        }
        else if (isLast)
        {
            tokens.Add(_endOfText);
            isAssistant.Add(false);
        }

        return new TokenizedDocument([.. tokens], [.. isAssistant]);
    }

    private int IdOf(string token) => _tokenizer.FindToken(token)
        ?? throw new CorpusException($"The tokenizer has no token {token}; train one with the special tokens of the chat format.");
}
