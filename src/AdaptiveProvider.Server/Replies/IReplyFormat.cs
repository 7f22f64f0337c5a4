namespace AdaptiveProvider.Server.Replies;

/// <summary>How an endpoint writes replies: as JSON documents, whole or piece by piece.</summary>
internal interface IReplyFormat
{
    /// <summary>What a streamed reply begins with; null where it is nothing.</summary>
    byte[]? Opening(int reply);

    /// <summary>A piece of a streamed reply, its end included.</summary>
    byte[] Piece(int reply, ReplyPart part);

    /// <summary>The end of a stream that was asked for its usage.</summary>
    byte[] Usage(ReplyTotals totals);

    /// <summary>All replies in one document.</summary>
    byte[] Whole(IReadOnlyList<GatheredReply> replies, ReplyTotals totals);
}
