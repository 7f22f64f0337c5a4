using System.Runtime.InteropServices;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Occurrences of each token in a request's prompt and reply, for penalties.</summary>
public sealed class TokenCounts
{
    private readonly Dictionary<int, Count> _counts = [];

    /// <summary>Distinct tokens seen.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Every token seen, with its occurrences; allocates nothing.</summary>
    public Dictionary<int, Count>.Enumerator GetEnumerator() => _counts.GetEnumerator();

    /// <summary>Counts one more prompt token.</summary>
    public void AddPrompt(int token) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _).Prompt++;

    /// <summary>Counts one more reply token.</summary>
    public void AddReply(int token) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _).Reply++;

    /// <summary>Counts of their own that begin as these.</summary>
    public TokenCounts Copy()
    {
        var copy = new TokenCounts();
        foreach (var (token, count) in _counts)
        {
            copy._counts.Add(token, count);
        }

        return copy;
    }

    /// <summary>Occurrences of one token.</summary>
    public record struct Count(int Prompt, int Reply);
}
