using System.Text.Json;
using AdaptiveProvider.Server.Wire;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Writes <c>text_completion</c>.</summary>
internal sealed class TextReplyFormat(string model, DateTimeOffset created) : IReplyFormat
{
    private readonly string _id = ReplyId.New("cmpl-");
    private readonly long _created = created.ToUnixTimeSeconds();
    private readonly Dictionary<int, int> _lengths = [];

    /// <inheritdoc/>
    public byte[]? Opening(int reply) => null;

    /// <inheritdoc/>
    public byte[] Piece(int reply, ReplyPart part)
    {
        int offset = _lengths.GetValueOrDefault(reply);
        _lengths[reply] = offset + part.Text.Length;
        var choice = new TextChoice(reply, part.Text)
        {
            FinishReason = part.End?.FinishReason,
            Logprobs = TokenWire.TextLogprobs(part.Tokens, offset),
            Adaptive = TokenWire.Depths(part.Tokens),
        };
        return Write(New([choice]) with { Adaptive = part.End is { } end ? DepthReport.Of(end.Usage, end.Report) : null });
    }

    /// <inheritdoc/>
    public byte[] Usage(ReplyTotals totals) => Write(New([]) with { Usage = totals.ToWire() });

    /// <inheritdoc/>
    public byte[] Whole(IReadOnlyList<GatheredReply> replies, ReplyTotals totals) => Write(New([.. replies.Select(ToChoice)]) with { Usage = totals.ToWire() });

    private static TextChoice ToChoice(GatheredReply reply, int index) => new(index, reply.Text)
    {
        FinishReason = reply.End?.FinishReason ?? "stop",
        Logprobs = TokenWire.TextLogprobs(reply.Tokens, 0),
        Adaptive = TokenWire.Depths(reply.Tokens),
    };

    private static byte[] Write(TextCompletion completion) => JsonSerializer.SerializeToUtf8Bytes(completion, WireJson.Context.TextCompletion);

    private TextCompletion New(IReadOnlyList<TextChoice> choices) => new(_id, _created, model, choices);
}
