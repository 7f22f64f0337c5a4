namespace AdaptiveProvider.Server.Replies;

/// <summary>What a checked request comes to: the replies to generate, and how to write them.</summary>
internal sealed record ReplyPlan
{
    public required IReplyFormat Format { get; init; }

    /// <summary>One per reply, prompt by prompt.</summary>
    public required IReadOnlyList<IReplySource> Sources { get; init; }

    /// <summary>Replies to the same prompt, which is counted once.</summary>
    public required int RepliesPerPrompt { get; init; }

    public required bool Streams { get; init; }

    /// <summary>The stream ends with the usage.</summary>
    public required bool IncludesUsage { get; init; }
}
