using System.Text.Json;
using AdaptiveProvider.Server.Requests;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Writes <c>chat.completion</c> and <c>chat.completion.chunk</c>.</summary>
internal sealed class ChatReplyFormat(string model, DateTimeOffset created) : IReplyFormat
{
    private readonly string _id = ReplyId.New("chatcmpl-");
    private readonly long _created = created.ToUnixTimeSeconds();
    private readonly Dictionary<int, int> _callCounts = [];

    /// <inheritdoc/>
    public byte[]? Opening(int reply) => Write(Chunk(new ChunkChoice(reply, new ChunkDelta { Role = "assistant", Content = "" })));

    /// <inheritdoc/>
    public byte[] Piece(int reply, ReplyPart part)
    {
        if (part.End is { } end)
        {
            return Write(Chunk(new ChunkChoice(reply, new ChunkDelta()) { FinishReason = end.FinishReason }) with { Adaptive = DepthReport.Of(end.Usage, end.Report) });
        }

        var delta = new ChunkDelta
        {
            Content = part.Text.Length > 0 ? part.Text : null,
            ReasoningContent = part.Reasoning.Length > 0 ? part.Reasoning : null,
            ToolCalls = part.Call is { } call ? [ToWire(call, NextCall(reply))] : null,
            Adaptive = TokenWire.Depths(part.Tokens),
        };
        return Write(Chunk(new ChunkChoice(reply, delta) { Logprobs = TokenWire.ChatLogprobs(part.Tokens) }));
    }

    /// <inheritdoc/>
    public byte[] Usage(ReplyTotals totals) => Write(new ChatChunk(_id, _created, model, []) { Usage = totals.ToWire() });

    /// <inheritdoc/>
    public byte[] Whole(IReadOnlyList<GatheredReply> replies, ReplyTotals totals)
        => JsonSerializer.SerializeToUtf8Bytes(new ChatCompletion(_id, _created, model, [.. replies.Select(ToChoice)], totals.ToWire()), WireJson.Context.ChatCompletion);

    private static ChatChoice ToChoice(GatheredReply reply, int index)
    {
        var message = new ChatReplyMessage
        {
            Content = reply.Text.Length == 0 && reply.Calls.Count > 0 ? null : reply.Text,
            ReasoningContent = reply.Reasoning.Length > 0 ? reply.Reasoning : null,
            ToolCalls = reply.Calls.Count > 0 ? [.. reply.Calls.Select(call => ToWire(call, null))] : null,
            Adaptive = TokenWire.Depths(reply.Tokens),
        };
        return new ChatChoice(index, message, reply.End?.FinishReason ?? "stop") { Logprobs = TokenWire.ChatLogprobs(reply.Tokens) };
    }

    private static ToolCall ToWire(FunctionCallContent call, int? index) => new(index, call.CallId, "function", new ToolCallFunction(call.Name, ArgumentsJson.Write(call)));

    private static byte[] Write(ChatChunk chunk) => JsonSerializer.SerializeToUtf8Bytes(chunk, WireJson.Context.ChatChunk);

    private ChatChunk Chunk(ChunkChoice choice) => new(_id, _created, model, [choice]);

    private int NextCall(int reply)
    {
        int index = _callCounts.GetValueOrDefault(reply);
        _callCounts[reply] = index + 1;
        return index;
    }
}
