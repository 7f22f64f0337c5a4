using System.Collections.Immutable;

namespace AdaptiveProvider.Text;

/// <summary>Ends a streamed text before the first stop sequence, wherever the pieces are cut.</summary>
/// <remarks>
/// The sequence that is complete first wins; of several complete at the same character the longest. Text that may be the beginning of a
/// sequence is held back until it is known not to be. Ordinal comparison.
/// </remarks>
internal sealed class StopSequenceMatcher(ImmutableArray<string> sequences)
{
    private string _held = "";

    /// <summary>The sequence that was found; null so far.</summary>
    public string? Matched { get; private set; }

    /// <summary>Takes the next piece and returns the text that is now safe to show; nothing more after a match.</summary>
    public string Append(string piece)
    {
        if (sequences.IsEmpty || Matched is not null)
        {
            return Matched is null ? piece : "";
        }

        string text = _held + piece;
        if (FindFirst(text) is var (start, sequence))
        {
            (Matched, _held) = (sequence, "");
            return text[..start];
        }

        int shown = text.Length - PartialMatch.HeldLength(text, sequences);
        _held = text[shown..];
        return text[..shown];
    }

    /// <summary>Returns the text still held back: the stream is over.</summary>
    public string Flush()
    {
        (string held, _held) = (_held, "");
        return held;
    }

    private (int Start, string Sequence)? FindFirst(string text)
    {
        (int Start, string Sequence)? best = null;
        foreach (string sequence in sequences)
        {
            int start = text.IndexOf(sequence, StringComparison.Ordinal);
            if (start < 0)
            {
                continue;
            }

            int end = start + sequence.Length;
            int bestEnd = best is var (bestStart, bestSequence) ? bestStart + bestSequence.Length : int.MaxValue;
            if (end < bestEnd || (end == bestEnd && start < best!.Value.Start))
            {
                best = (start, sequence);
            }
        }

        return best;
    }
}
