using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Adds up what the replies of one request cost.</summary>
internal sealed class ReplyTotals(int repliesPerPrompt)
{
    private readonly UsageDetails _usage = new();
    private AdditionalPropertiesDictionary? _report;

    /// <summary>Average fraction of full depth over all generated tokens; null where the client does not report it.</summary>
    public double? MeanDepth => _usage.MeanDepth;

    /// <summary>Takes in a reply that has ended. A prompt counts once, however many replies it gets.</summary>
    public void Add(int reply, ReplyEnd end)
    {
        _usage.Add(reply % repliesPerPrompt == 0 ? end.Usage : WithoutPrompt(end.Usage));
        _report ??= end.Report;
    }

    /// <summary>The usage for the wire.</summary>
    public Usage ToWire()
    {
        long prompt = _usage.InputTokenCount ?? 0;
        long completion = _usage.OutputTokenCount ?? 0;
        return new Usage(
            prompt,
            completion,
            prompt + completion,
            new PromptTokensDetails(_usage.CachedInputTokenCount ?? 0),
            new CompletionTokensDetails(_usage.ReasoningTokenCount ?? 0) { Adaptive = DepthReport.Of(_usage, _report) });
    }

    private static UsageDetails WithoutPrompt(UsageDetails usage) => new()
    {
        OutputTokenCount = usage.OutputTokenCount,
        ReasoningTokenCount = usage.ReasoningTokenCount,
        AdditionalCounts = usage.AdditionalCounts,
    };
}
