namespace AdaptiveProvider.Server.Wire;

/// <summary>One event of a streamed <c>/v1/chat/completions</c>.</summary>
internal sealed record ChatChunk(string Id, long Created, string Model, IReadOnlyList<ChunkChoice> Choices)
{
    public string Object { get; } = "chat.completion.chunk";

    public Usage? Usage { get; init; }

    /// <summary>What a reply's depth came to, beside its finish reason.</summary>
    public DepthUsage? Adaptive { get; init; }
}
