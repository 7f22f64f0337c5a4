namespace AdaptiveProvider.Server.Replies;

/// <summary>Generates one reply. Nothing runs until it is read; leaving early ends the generation.</summary>
internal interface IReplySource
{
    /// <summary>The pieces of the reply, the last of which has an <see cref="ReplyPart.End"/>.</summary>
    IAsyncEnumerable<ReplyPart> ReadAsync(CancellationToken cancellationToken);
}
