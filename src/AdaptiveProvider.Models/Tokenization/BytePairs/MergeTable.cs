namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>Which pairs of tokens merge, in which order of preference (the rank, lowest first) and into what.</summary>
internal sealed class MergeTable
{
    private readonly PairMap _ranks;
    private readonly int[] _results;

    private MergeTable(PairMap ranks, int[] results) => (_ranks, _results) = (ranks, results);

    public static MergeTable Read(JsonField field, Vocabulary vocabulary)
    {
        var count = field.ItemCount;
        var ranks = new PairMap(count);
        var results = new int[count];
        var rank = 0;
        foreach (var merge in field.Items())
        {
            var (left, right) = ReadPair(merge);
            results[rank] = IdOf(left + right, vocabulary, merge);

            // A repeated pair keeps its last rank, as in the reference's hash map.
            ranks.Set(IdOf(left, vocabulary, merge), IdOf(right, vocabulary, merge), rank++);
        }

        return new MergeTable(ranks, results);
    }

    /// <summary>The pair's rank, or -1 when it does not merge.</summary>
    public int RankOf(int left, int right) => _ranks.Find(left, right);

    public int ResultOf(int rank) => _results[rank];

    private static (string Left, string Right) ReadPair(JsonField merge)
    {
        if (merge.Kind == System.Text.Json.JsonValueKind.Array)
        {
            var parts = merge.Items().Take(3).Select(part => part.AsString()).ToArray();
            return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Fault("a merge is two tokens.");
        }

        var line = merge.AsString();
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space >= 0 && line.IndexOf(' ', space + 1) < 0
            ? (line[..space], line[(space + 1)..])
            : throw merge.Fault("a merge is two tokens with one space between them.");
    }

    private static int IdOf(string token, Vocabulary vocabulary, JsonField merge)
        => vocabulary.TryGetId(token, out var id) ? id : throw merge.Fault($"the token \"{token}\" is not in the vocabulary.");
}
