using System.Globalization;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>What a conversation has cost so far.</summary>
internal sealed class ChatStatistics
{
    private readonly UsageDetails _total = new();
    private ChatResponse? _last;
    private int _replies;

    /// <summary>Counts one more reply; one that was stopped has told no numbers.</summary>
    public void Add(ChatResponse response)
    {
        if (response.Usage is { } usage)
        {
            _replies++;
            _last = response;
            _total.Add(usage);
        }
    }

    /// <summary>The numbers in words, one fact per line.</summary>
    public IEnumerable<string> Lines()
    {
        if (_last is null)
        {
            yield return "No reply yet.";
            yield break;
        }

        var usage = _last.Usage ?? new UsageDetails();
        yield return Text($"Last reply: {usage.InputTokenCount ?? 0} tokens read ({usage.CachedInputTokenCount ?? 0} from the cache), {usage.OutputTokenCount ?? 0} generated at {Number(AdaptiveReportKeys.TokensPerSecond):F1} per second.");
        yield return Text($"First token after {Number(AdaptiveReportKeys.QueueMilliseconds) + Number(AdaptiveReportKeys.PrefillMilliseconds):F0} ms; mean depth {Number(AdaptiveReportKeys.MeanDepth):P0}.");
        yield return Text($"All {_replies} replies: {_total.InputTokenCount ?? 0} tokens read, {_total.OutputTokenCount ?? 0} generated.");
    }

    private double Number(string key) => _last?.AdditionalProperties?.TryGetValue(key, out double value) == true ? value : 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
