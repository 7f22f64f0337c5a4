using System.Collections.Frozen;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Text;

/// <summary>Turns a reply's tokens into text: whole characters only, and nothing from a stop sequence on.</summary>
/// <param name="tokenizer">Knows the tokens; null for a model without tokenizer, whose replies have no text.</param>
/// <param name="settings">Stop sequences, and what happens to special tokens.</param>
internal sealed class ReplyText(Tokenizer? tokenizer, CompletionSettings settings)
{
    private readonly IncrementalDetokenizer? _detokenizer = tokenizer?.CreateDetokenizer(settings.SkipSpecialTokens);
    private readonly FrozenDictionary<int, string> _shown = tokenizer is null || !settings.SkipSpecialTokens
        ? FrozenDictionary<int, string>.Empty
        : settings.ShownSpecialTokens.ToFrozenDictionary(token => token, token => tokenizer.Decode([token], skipSpecialTokens: false));

    private readonly StopSequenceMatcher _stops = new(settings.StopSequences);

    /// <summary>True once a stop sequence is complete: the reply is over.</summary>
    public bool IsStopped => _stops.Matched is not null;

    /// <summary>Takes the next token and returns the text that it makes certain.</summary>
    public string Append(int token)
    {
        if (_detokenizer is null)
        {
            return "";
        }

        return _stops.Append(_shown.TryGetValue(token, out string? mark) ? _detokenizer.Flush() + mark : _detokenizer.Append(token));
    }

    /// <summary>Returns what is left when the tokens have ended.</summary>
    public string Flush() => _detokenizer is null || IsStopped ? "" : _stops.Append(_detokenizer.Flush()) + _stops.Flush();
}
