using AdaptiveProvider.Chat;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Completion;

/// <summary>A step of a completion: a token with the text it made certain, or the end.</summary>
/// <param name="Text">Text to show now; empty while a character or a possible stop sequence is incomplete.</param>
/// <param name="Token">The token; null on the last update.</param>
/// <param name="Summary">What the completion cost; only on the last update.</param>
public readonly record struct CompletionUpdate(string Text, TokenEvent? Token, GenerationSummary? Summary)
{
    /// <summary>What the wishes about depth have come to; only on the last update.</summary>
    public EffectiveDepth? Depth { get; init; }

    /// <summary>Mean depth, policy and times under <see cref="AdaptiveReportKeys"/>, as a chat response has them; null before the last update.</summary>
    public AdditionalPropertiesDictionary? ToReport() => Summary is { } summary ? ResponseReport.Properties(summary, Depth ?? EffectiveDepth.Full) : null;
}
