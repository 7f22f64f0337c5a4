namespace AdaptiveProvider.Server.Wire;

/// <summary>What a piece adds to the message.</summary>
internal sealed record ChunkDelta
{
    public string? Role { get; init; }

    public string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    public TokenDepths? Adaptive { get; init; }
}
