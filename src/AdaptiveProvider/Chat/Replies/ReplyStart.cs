using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>Where a reply goes on from.</summary>
/// <param name="Prompt">What the model is given, as text.</param>
/// <param name="Tokens">The same as tokens.</param>
internal sealed record ReplyStart(string Prompt, int[] Tokens)
{
    /// <summary>What may follow; null allows all.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>What of its schemas the constraint does not hold to; null where there is nothing.</summary>
    public string? SchemaNote { get; init; }
}
