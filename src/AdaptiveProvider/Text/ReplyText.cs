using System.Collections.Immutable;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Text;

/// <summary>Turns a reply's tokens into text: whole characters only, and nothing from a stop sequence on.</summary>
/// <param name="detokenizer">Turns tokens into whole characters; null for a model without tokenizer, whose replies have no text.</param>
/// <param name="stopSequences">Texts that end the reply.</param>
internal sealed class ReplyText(IncrementalDetokenizer? detokenizer, ImmutableArray<string> stopSequences)
{
    private readonly StopSequenceMatcher _stops = new(stopSequences);

    /// <summary>True once a stop sequence is complete: the reply is over.</summary>
    public bool IsStopped => _stops.Matched is not null;

    /// <summary>Takes the next token and returns the text that it makes certain.</summary>
    public string Append(int token) => detokenizer is null ? "" : _stops.Append(detokenizer.Append(token));

    /// <summary>Returns what is left when the tokens have ended.</summary>
    public string Flush() => detokenizer is null || IsStopped ? "" : _stops.Append(detokenizer.Flush()) + _stops.Flush();
}
