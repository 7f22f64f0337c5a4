namespace AdaptiveProvider.Text;

/// <summary>Tells how much of a streamed text may be the beginning of something looked for.</summary>
internal static class PartialMatch
{
    /// <summary>Length of the longest end of a text that is a proper beginning of one of the sequences.</summary>
    public static int HeldLength(ReadOnlySpan<char> text, IEnumerable<string> sequences)
    {
        int longest = 0;
        foreach (string sequence in sequences)
        {
            for (int length = Math.Min(sequence.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(sequence.AsSpan(0, length), StringComparison.Ordinal))
                {
                    longest = length;
                    break;
                }
            }
        }

        return longest;
    }

    /// <summary>Where the first of the sequences begins, and which it is: of several at one place the longest; null where there is none.</summary>
    public static (int Start, string Sequence)? FindFirst(string text, IEnumerable<string> sequences)
    {
        (int Start, string Sequence)? first = null;
        foreach (string sequence in sequences)
        {
            int start = text.IndexOf(sequence, StringComparison.Ordinal);
            if (start >= 0 && (first is not var (best, longest) || start < best || (start == best && sequence.Length > longest.Length)))
            {
                first = (start, sequence);
            }
        }

        return first;
    }
}
