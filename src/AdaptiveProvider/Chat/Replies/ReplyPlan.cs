using AdaptiveProvider.Chat.Tools;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>What a reply may consist of, beyond how it is drawn.</summary>
internal sealed record ReplyPlan
{
    /// <summary>A reply of plain text.</summary>
    public static ReplyPlan Text { get; } = new();

    /// <summary>Functions that it may call; null for none.</summary>
    public ToolPlan? Tools { get; init; }

    /// <summary>The form that it must have; null leaves it free.</summary>
    public ReplyShape? Shape { get; init; }

    /// <summary>The model is to answer at once.</summary>
    public bool SkipsThinking { get; init; }

    /// <summary>Thoughts are counted and not shown.</summary>
    public bool HidesThinking { get; init; }
}
