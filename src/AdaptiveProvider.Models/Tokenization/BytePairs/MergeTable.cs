using System.Runtime.InteropServices;

namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>Which pairs of tokens merge, in which order of preference (the rank, lowest first) and into what.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<ulong, int> _ranks;
    private readonly int[] _results;

    private MergeTable(Dictionary<ulong, int> ranks, int[] results) => (_ranks, _results) = (ranks, results);

    public static MergeTable Read(JsonField field, Vocabulary vocabulary)
    {
        var count = field.ItemCount;
        var ranks = new Dictionary<ulong, int>(count);
        var results = new int[count];
        var rank = 0;
        foreach (var merge in field.Items())
        {
            var (left, right) = ReadPair(merge);
            var key = Key(IdOf(left, vocabulary, merge), IdOf(right, vocabulary, merge));
            results[rank] = IdOf(left + right, vocabulary, merge);

            // A repeated pair keeps its last rank, as in the reference's hash map.
            CollectionsMarshal.GetValueRefOrAddDefault(ranks, key, out _) = rank++;
        }

        return new MergeTable(ranks, results);
    }

    /// <summary>The pair's rank, or -1 when it does not merge.</summary>
    public int RankOf(int left, int right) => _ranks.TryGetValue(Key(left, right), out var rank) ? rank : -1;

    public int ResultOf(int rank) => _results[rank];

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

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
