using System.Text.Json;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>Writes each finished reply as one JSON object on a line of its own.</summary>
internal sealed class JsonReplyWriter(TerminalStreams terminal) : IReplyWriter
{
    private static readonly string[] Timings =
        [AdaptiveReportKeys.QueueMilliseconds, AdaptiveReportKeys.PrefillMilliseconds, AdaptiveReportKeys.DecodeMilliseconds, AdaptiveReportKeys.TokensPerSecond];

    public void Piece(string text)
    {
    }

    public void End(ChatResponse response, bool interrupted) => JsonOutput.WriteObject(terminal, json =>
    {
        json.WriteString("text", response.Text);
        json.WriteString("finish_reason", interrupted ? "interrupted" : response.FinishReason?.Value);
        if (response.Usage is { } usage)
        {
            json.WriteStartObject("usage");
            json.WriteNumber("input_tokens", usage.InputTokenCount ?? 0);
            json.WriteNumber("cached_tokens", usage.CachedInputTokenCount ?? 0);
            json.WriteNumber("output_tokens", usage.OutputTokenCount ?? 0);
            foreach (var (key, count) in usage.AdditionalCounts ?? [])
            {
                json.WriteNumber(NameOf(key), count);
            }

            json.WriteEndObject();
        }

        WriteDepth(json, response);
        json.WriteStartObject("timings");
        foreach (string key in Timings)
        {
            if (response.AdditionalProperties?.TryGetValue(key, out double number) == true)
            {
                json.WriteNumber(NameOf(key), number);
            }
        }

        json.WriteEndObject();
    });

    private static void WriteDepth(Utf8JsonWriter json, ChatResponse response)
    {
        if (response.AdaptiveStats is not { } stats)
        {
            return;
        }

        json.WriteString("exit_policy", stats.EffectivePolicy.Value);
        json.WriteNumber("mean_depth", stats.MeanDepth);
        if (stats.DepthNote is { } note)
        {
            json.WriteString("depth_note", note);
        }
    }

    private static string NameOf(string key) => key[AdaptiveOptionKeys.Prefix.Length..];
}
