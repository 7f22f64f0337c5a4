namespace AdaptiveProvider.Training.Data;

/// <summary>A group of sources and its share of a mix.</summary>
/// <param name="Name">
/// A source, or whole parts of its name between slashes: <c>chat/self_dialogue</c> is named by itself, by <c>chat</c> and by <c>self_dialogue</c>.
/// </param>
/// <param name="Weight">The share of tokens, relative to the other weights; above 0, up to 1,000,000.</param>
public sealed record MixEntry(string Name, double Weight)
{
    /// <summary>Whether the entry names a source.</summary>
    public bool Names(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return $"/{source}/".Contains($"/{Name}/", StringComparison.Ordinal);
    }
}
