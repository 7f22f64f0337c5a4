using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Gathers tokens' depths and confidences and puts them beside the text that the tokens made certain.</summary>
internal sealed class TokenDepthReport
{
    private readonly List<int> _depths = [];
    private readonly List<double?> _confidences = [];
    private int _told;

    /// <summary>Takes the next token.</summary>
    public void Add(in TokenEvent token)
    {
        _depths.Add(token.LayersExecuted);
        _confidences.Add(float.IsNaN(token.Confidence) ? null : token.Confidence);
    }

    /// <summary>Puts the tokens since the last time beside a text.</summary>
    public void WriteNew(AIContent text)
    {
        Write(text.AdditionalProperties ??= [], _told);
        _told = _depths.Count;
    }

    /// <summary>Puts all tokens into a response's properties.</summary>
    public void WriteAll(AdditionalPropertiesDictionary properties) => Write(properties, 0);

    /// <summary>A whole text has been put together from pieces and still carries the first piece's tokens: gives it all.</summary>
    public static void MoveToWholeText(ChatResponse response)
    {
        var text = response.Messages.SelectMany(message => message.Contents).OfType<TextContent>().FirstOrDefault();
        foreach (string key in (string[])[AdaptiveReportKeys.TokenDepths, AdaptiveReportKeys.TokenConfidences, AdaptiveReportKeys.TokenLogProbabilities])
        {
            if (text is not null && response.AdditionalProperties?.TryGetValue(key, out object? all) == true)
            {
                (text.AdditionalProperties ??= [])[key] = all;
            }
        }
    }

    private void Write(AdditionalPropertiesDictionary properties, int first)
    {
        properties[AdaptiveReportKeys.TokenDepths] = _depths[first..].ToArray();
        properties[AdaptiveReportKeys.TokenConfidences] = _confidences[first..].ToArray();
    }
}
