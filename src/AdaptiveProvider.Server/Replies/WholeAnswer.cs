using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Generates all replies, then answers with one document.</summary>
internal static class WholeAnswer
{
    /// <summary>The header with the average fraction of full depth that the generated tokens took.</summary>
    public const string MeanDepthHeader = "x-adaptive-mean-depth";

    public static async Task WriteAsync(HttpContext context, ReplyPlan plan, CancellationToken cancellationToken)
    {
        var totals = new ReplyTotals(plan.RepliesPerPrompt);
        GatheredReply[] replies = [.. plan.Sources.Select(_ => new GatheredReply())];
        await foreach (var (reply, part) in ReplyMerge.ReadAsync(plan.Sources, cancellationToken).ConfigureAwait(false))
        {
            replies[reply].Add(part);
            if (part.End is { } end)
            {
                totals.Add(reply, end);
            }
        }

        if (totals.MeanDepth is { } meanDepth)
        {
            context.Response.Headers[MeanDepthHeader] = Text(meanDepth);
        }

        await JsonResponse.WriteAsync(context, plan.Format.Whole(replies, totals)).ConfigureAwait(false);
    }

    /// <summary>A mean depth as the header has it.</summary>
    public static string Text(double meanDepth) => meanDepth.ToString("0.####", CultureInfo.InvariantCulture);
}
