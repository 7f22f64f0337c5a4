namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Occurrences of each token in a request's prompt and reply, for penalties.</summary>
public sealed class TokenCounts
{
    private readonly Dictionary<int, Count> _counts = [];

    /// <summary>Every token seen, with its occurrences.</summary>
    public IReadOnlyDictionary<int, Count> Seen => _counts;

    /// <summary>Counts one more prompt token.</summary>
    public void AddPrompt(int token) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _).Prompt++;

    /// <summary>Counts one more reply token.</summary>
    public void AddReply(int token) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _).Reply++;

    /// <summary>Occurrences of one token.</summary>
    public record struct Count(int Prompt, int Reply);
}
