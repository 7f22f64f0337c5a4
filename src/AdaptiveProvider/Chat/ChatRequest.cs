using System.Text.Json.Nodes;
using AdaptiveProvider.Chat.Replies;
using AdaptiveProvider.Completion;

namespace AdaptiveProvider.Chat;

/// <summary>A chat call in the model's vocabulary: what the template sees and how the reply is drawn.</summary>
/// <param name="TemplateContext">Messages and switches for the chat template.</param>
/// <param name="Settings">How the reply is drawn and when it ends.</param>
/// <param name="TopLogProbabilities">Alternatives to report beside each token's log probability; null reports none.</param>
internal sealed record ChatRequest(JsonObject TemplateContext, CompletionSettings Settings, int? TopLogProbabilities)
{
    /// <summary>What the reply may consist of.</summary>
    public ReplyPlan Reply { get; init; } = ReplyPlan.Text;
}
