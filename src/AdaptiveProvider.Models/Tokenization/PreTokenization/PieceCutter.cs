namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Turns the matches within a piece into pieces, by one of the five behaviors.</summary>
internal static class PieceCutter
{
    private readonly record struct Span(int Start, int End, bool IsMatch);

    public static void Cut(TextPiece piece, List<Range> matches, SplitBehavior behavior, bool invert, List<TextPiece> output)
    {
        var spans = Cover(piece.Text.Length, matches, invert);
        switch (behavior)
        {
            case SplitBehavior.Removed:
                spans.RemoveAll(span => span.IsMatch);
                break;
            case SplitBehavior.Contiguous:
                Join(spans, (span, previous) => span.IsMatch == previous.IsMatch);
                break;
            case SplitBehavior.MergedWithPrevious:
                Join(spans, (span, previous) => span.IsMatch && !previous.IsMatch);
                break;
            case SplitBehavior.MergedWithNext:
                JoinBackwards(spans);
                break;
        }

        foreach (var span in spans)
        {
            if (span.End > span.Start)
            {
                output.Add(piece.Slice(span.Start, span.End));
            }
        }
    }

    /// <summary>Matches and the gaps between them, in order; inversion swaps their roles.</summary>
    private static List<Span> Cover(int length, List<Range> matches, bool invert)
    {
        var spans = new List<Span>((2 * matches.Count) + 1);
        var done = 0;
        foreach (var match in matches)
        {
            if (match.Start.Value > done)
            {
                spans.Add(new Span(done, match.Start.Value, invert));
            }

            spans.Add(new Span(match.Start.Value, match.End.Value, !invert));
            done = match.End.Value;
        }

        if (done < length)
        {
            spans.Add(new Span(done, length, invert));
        }

        return spans;
    }

    /// <summary>Joins a span to the one before it when the rule says so of the two as they were at first.</summary>
    private static void Join(List<Span> spans, Func<Span, Span, bool> joins)
    {
        var kept = 0;
        Span previous = default;
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            if (i > 0 && joins(span, previous))
            {
                spans[kept - 1] = spans[kept - 1] with { End = span.End };
            }
            else
            {
                spans[kept++] = span;
            }

            previous = span;
        }

        spans.RemoveRange(kept, spans.Count - kept);
    }

    private static void JoinBackwards(List<Span> spans)
    {
        var kept = spans.Count;
        Span next = default;
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            var span = spans[i];
            if (i < spans.Count - 1 && span.IsMatch && !next.IsMatch)
            {
                spans[kept] = spans[kept] with { Start = span.Start };
            }
            else
            {
                spans[--kept] = span;
            }

            next = span;
        }

        spans.RemoveRange(0, kept);
    }
}
