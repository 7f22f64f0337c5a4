namespace AdaptiveProvider.Training.Generation.Text;

/// <summary>How people type: without capitals or punctuation, with a please or a name, now and then with a slip.</summary>
public static class TextNoise
{
    private const int CleanPercent = 50;
    private const int TypoPercent = 5;

    /// <summary>A message as a person might have typed it. Digits and capitals inside words are never changed by a slip.</summary>
    /// <param name="message">The message as written by hand: capital first, punctuation last.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="typos">Whether letters may be swapped, doubled or lost; false where the letters are what is asked about.</param>
    public static string Apply(string message, SeededRandom random, bool typos = true)
    {
        if (random.Chance(CleanPercent))
        {
            return message;
        }

        string typed = typos && random.Chance(TypoPercent * 100 / (100 - CleanPercent)) ? WithSlip(message, random) : message;
        return random.Below(10) switch
        {
            <= 3 => DropEnd(typed).ToLowerInvariant(),
            <= 5 => typed.ToLowerInvariant(),
            <= 7 => DropEnd(typed),
            8 when typed.EndsWith('?') => typed + "?",
            8 when typed.EndsWith('!') => typed + "!",
            9 when typed.Length <= 12 => typed.ToUpperInvariant(),
            _ => typed,
        };
    }

    private static string DropEnd(string message) => message.TrimEnd('.', '?', '!') is { Length: > 0 } bare ? bare : message;

    private static string WithSlip(string message, SeededRandom random)
    {
        int position = random.Below(message.Length);
        while (position < message.Length && !IsInsideWord(message, position))
        {
            position++;
        }

        if (position >= message.Length)
        {
            return message;
        }

        return random.Below(3) switch
        {
            0 => message[..position] + message[(position + 1)..],
            1 => message[..position] + message[position] + message[position..],
            _ => message[..position] + message[position + 1] + message[position] + message[(position + 2)..],
        };
    }

    /// <summary>Whether the letter and its two neighbours on each side are small letters, so that the word stays recognisable.</summary>
    private static bool IsInsideWord(string message, int position)
    {
        for (int i = position - 2; i <= position + 2; i++)
        {
            if (i < 0 || i >= message.Length || !char.IsAsciiLetterLower(message[i]))
            {
                return false;
            }
        }

        return true;
    }
}
