using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Reads several replies at the same time, as their pieces come. One that fails ends all.</summary>
internal static class ReplyMerge
{
    private const int PiecesAhead = 64;

    /// <summary>The pieces, each with its reply's index.</summary>
    public static IAsyncEnumerable<(int Reply, ReplyPart Part)> ReadAsync(IReadOnlyList<IReplySource> sources, CancellationToken cancellationToken)
        => sources.Count == 1 ? OneAsync(sources[0], cancellationToken) : ManyAsync(sources, cancellationToken);

    private static async IAsyncEnumerable<(int Reply, ReplyPart Part)> OneAsync(IReplySource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var part in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return (0, part);
        }
    }

    private static async IAsyncEnumerable<(int Reply, ReplyPart Part)> ManyAsync(IReadOnlyList<IReplySource> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateBounded<(int, ReplyPart)>(PiecesAhead);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = Task.WhenAll(sources.Select((source, reply) => PumpAsync(source, reply, pieces.Writer, all.Token)));
        var closing = CloseAsync(pumps, pieces.Writer);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return piece;
            }
        }
        finally
        {
            await all.CancelAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(false);
        }
    }

    private static async Task PumpAsync(IReplySource source, int reply, ChannelWriter<(int, ReplyPart)> pieces, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var part in source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await pieces.WriteAsync((reply, part), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ChannelClosedException)
        {
            // Another reply has failed, and its failure is on its way to the reader.
        }
        catch (Exception failure)
        {
            pieces.TryComplete(failure);
        }
    }

    private static async Task CloseAsync(Task pumps, ChannelWriter<(int, ReplyPart)> pieces)
    {
        await pumps.ConfigureAwait(false);
        pieces.TryComplete();
    }
}
