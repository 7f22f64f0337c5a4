namespace AdaptiveProvider.Training.Data;

/// <summary>Cuts long conversations into pieces that start with a user's turn: each goes on where the one before it ended, without the older turns.</summary>
internal static class ConversationCutter
{
    /// <summary>Cuts a conversation.</summary>
    /// <param name="turns">The encoded messages.</param>
    /// <param name="lengthMax">Tokens of the longest piece.</param>
    /// <returns>The turns of each piece. Instructions lead every piece they fit into; a single exchange that is too long is not cut here.</returns>
    public static List<List<EncodedTurn>> Cut(IReadOnlyList<EncodedTurn> turns, int lengthMax)
    {
        var lead = turns.TakeWhile(turn => ChatFormat.IsInstruction(turn.Role)).ToList();
        var pieces = new List<List<EncodedTurn>>();
        var length = int.MaxValue;
        foreach (var exchange in Exchanges(turns, lead.Count))
        {
            var exchangeLength = LengthOf(exchange);
            if (pieces.Count == 0 || length + exchangeLength > lengthMax)
            {
                var hasRoom = pieces.Count == 0 || LengthOf(lead) + exchangeLength <= lengthMax;
                pieces.Add(hasRoom ? [.. lead] : []);
                length = hasRoom ? LengthOf(lead) : 0;
            }

            pieces[^1].AddRange(exchange);
            length += exchangeLength;
        }

        return pieces.Count > 0 ? pieces : [lead];
    }

    /// <summary>A user's turns and what answers them; what comes before the first user's turn belongs to its exchange.</summary>
    private static List<List<EncodedTurn>> Exchanges(IReadOnlyList<EncodedTurn> turns, int first)
    {
        var exchanges = new List<List<EncodedTurn>>();
        for (var i = first; i < turns.Count; i++)
        {
            var begins = ChatFormat.IsOpening(turns[i].Role) && exchanges.Count > 0
                && exchanges[^1].Exists(turn => ChatFormat.IsOpening(turn.Role)) && !ChatFormat.IsOpening(turns[i - 1].Role);
            if (exchanges.Count == 0 || begins)
            {
                exchanges.Add([]);
            }

            exchanges[^1].Add(turns[i]);
        }

        return exchanges;
    }

    private static int LengthOf(List<EncodedTurn> turns) => turns.Sum(turn => turn.Tokens.Count);
}
