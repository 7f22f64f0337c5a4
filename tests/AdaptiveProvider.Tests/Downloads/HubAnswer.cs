namespace AdaptiveProvider.Tests.Downloads;

/// <summary>What the local server answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The content; a HEAD request gets its length only.</param>
internal sealed record HubAnswer(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Bytes after which the connection breaks; null sends all.</summary>
    public int? BreaksAfter { get; init; }

    /// <summary>After the bytes nothing more comes, and the connection stays.</summary>
    public bool Stalls { get; init; }

    /// <summary>States no length: the connection's end is the content's.</summary>
    public bool HidesLength { get; init; }

    public HubAnswer With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
