namespace AdaptiveProvider.Server.Wire;

/// <summary>A whole answer of <c>/v1/completions</c>, or one event of a streamed one.</summary>
internal sealed record TextCompletion(string Id, long Created, string Model, IReadOnlyList<TextChoice> Choices)
{
    public string Object { get; } = "text_completion";

    public Usage? Usage { get; init; }

    /// <summary>In a stream: what a reply's depth came to, beside its finish reason.</summary>
    public DepthUsage? Adaptive { get; init; }
}
