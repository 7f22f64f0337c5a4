using AdaptiveProvider.Text;

namespace AdaptiveProvider.Chat.Thinking;

/// <summary>Tells thoughts from the answer in a reply that comes piece by piece. Only a thought at the very beginning counts; later marks are text.</summary>
/// <param name="isOpen">The reply begins within a thought.</param>
internal sealed class ThoughtReader(bool isOpen)
{
    private static readonly string[] Closings = [ThinkingFormat.Closing];
    private string _rest = "";
    private Place _place = isOpen ? Place.Thought : Place.Start;
    private bool _hasShown;

    private enum Place
    {
        Start,
        Thought,
        Gap,
        Answer,
    }

    /// <summary>True from the beginning of the thought to its end.</summary>
    public bool IsThinking => _place == Place.Thought;

    /// <summary>Takes the next piece; gives the thought and the answer that it makes certain.</summary>
    public (string Thought, string Answer) Append(string piece)
    {
        _rest += piece;
        string thought = "";
        string answer = "";
        while (Step(ref thought, ref answer))
        {
        }

        return (thought, answer);
    }

    /// <summary>Gives what is left when the reply has ended; a thought that was never closed stays one.</summary>
    public (string Thought, string Answer) Flush()
    {
        (string rest, _rest) = (_rest, "");
        return _place switch
        {
            Place.Thought => (rest.TrimEnd(), ""),
            Place.Gap => ("", ""),
            _ => ("", rest),
        };
    }

    private bool Step(ref string thought, ref string answer)
    {
        switch (_place)
        {
            case Place.Start:
                return ReadStart();
            case Place.Thought:
                return ReadThought(ref thought);
            case Place.Gap:
                _rest = _rest.TrimStart();
                return _rest.Length > 0 && Enter(Place.Answer);
            default:
                (answer, _rest) = (answer + _rest, "");
                return false;
        }
    }

    private bool ReadStart()
    {
        string trimmed = _rest.TrimStart();
        if (trimmed.StartsWith(ThinkingFormat.Opening, StringComparison.Ordinal))
        {
            _rest = trimmed[ThinkingFormat.Opening.Length..];
            return Enter(Place.Thought);
        }

        return !ThinkingFormat.Opening.StartsWith(trimmed, StringComparison.Ordinal) && Enter(Place.Answer);
    }

    // White space at a thought's ends belongs to its marks.
    private bool ReadThought(ref string thought)
    {
        int end = _rest.IndexOf(ThinkingFormat.Closing, StringComparison.Ordinal);
        int certain = end >= 0 ? end : _rest.Length - PartialMatch.HeldLength(_rest, Closings);
        string shown = _rest[..certain].TrimEnd();
        _rest = _rest[(end >= 0 ? end + ThinkingFormat.Closing.Length : shown.Length)..];
        shown = _hasShown ? shown : shown.TrimStart();
        _hasShown |= shown.Length > 0;
        thought += shown;
        return end >= 0 && Enter(Place.Gap);
    }

    private bool Enter(Place place)
    {
        _place = place;
        return true;
    }
}
