using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AdaptiveProvider.Training.Data;

/// <summary>Cuts texts into words, which tokens never cross, and counts them.</summary>
internal sealed partial class WordCounter
{
    /// <summary>
    /// GPT-2's expression (Radford et al. 2019) with digits one by one and line breaks kept together, as later tokenizers have it. It is plain
    /// enough to mean the same to .NET and to Oniguruma.
    /// </summary>
    public const string Expression =
        @"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // No token grows so long; such words are data, not language, and every merge would walk through them.
    private const int WordLengthMax = 1_024;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public WordCounter() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How often each word has been met.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Counts the words of a text; overlong ones are left out.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var match in Words().EnumerateMatches(text))
        {
            if (match.Length <= WordLengthMax)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, text.Slice(match.Index, match.Length), out _)++;
            }
        }
    }

    [GeneratedRegex(Expression, RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
