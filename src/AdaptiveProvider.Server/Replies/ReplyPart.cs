using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>The next piece of a reply: text, thought, a function call, or the end.</summary>
internal sealed record ReplyPart
{
    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public FunctionCallContent? Call { get; init; }

    /// <summary>What was asked to be reported of the tokens that made the text certain.</summary>
    public TokenDetails? Tokens { get; init; }

    public ReplyEnd? End { get; init; }
}
