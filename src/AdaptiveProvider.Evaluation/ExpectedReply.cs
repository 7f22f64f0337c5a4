using Microsoft.Extensions.AI.Evaluation;

namespace AdaptiveProvider.Evaluation;

/// <summary>What a reply should be; for <see cref="ExactMatchEvaluator"/>.</summary>
/// <param name="text">The reply, white space at its ends aside.</param>
public sealed class ExpectedReply(string text) : EvaluationContext(ContextName, text)
{
    /// <summary>The name under which reports show it.</summary>
    public const string ContextName = "Expected Reply";

    /// <summary>The reply.</summary>
    public string Text { get; } = text;
}
