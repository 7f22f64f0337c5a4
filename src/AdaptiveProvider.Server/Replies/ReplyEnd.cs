using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>How a reply ended and what it cost.</summary>
/// <param name="FinishReason">OpenAI's word.</param>
/// <param name="Usage">Counts, which can be added up over replies.</param>
/// <param name="Report">Ratios and times under <see cref="AdaptiveReportKeys"/>; null where the client reports none.</param>
internal sealed record ReplyEnd(string FinishReason, UsageDetails Usage, AdditionalPropertiesDictionary? Report);
