using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tool.Conversation;

/// <summary>Writes each finished reply as one JSON object on a line of its own.</summary>
internal sealed class JsonReplyWriter(TerminalStreams terminal) : IReplyWriter
{
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
            json.WriteEndObject();
        }

        json.WriteStartObject("timings");
        foreach (var (key, value) in response.AdditionalProperties ?? [])
        {
            if (value is double number)
            {
                json.WriteNumber(key[AdaptiveOptionKeys.Prefix.Length..], number);
            }
        }

        json.WriteEndObject();
    });
}
