using System.Runtime.CompilerServices;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>The tokens of one request as they are generated. Read once, by one reader.</summary>
/// <remarks>
/// Leaving early, be it by disposing, by breaking out of <c>await foreach</c> or by dropping the stream, aborts the request and frees its
/// slot within one step. Reading throws <see cref="OperationCanceledException"/> only for the caller's own tokens,
/// <see cref="EngineFaultedException"/> when the engine fails, <see cref="ObjectDisposedException"/> when it is disposed, and another
/// <see cref="AdaptiveProviderException"/> when only this request fails.
/// </remarks>
public sealed class TokenStream : IAsyncEnumerable<TokenEvent>, IAsyncDisposable
{
    private readonly Reply _reply;
    private readonly Mailbox _mailbox;
    private int _readers;

    internal TokenStream(RequestState request, Mailbox mailbox)
    {
        Request = request;
        _reply = request.Reply;
        _mailbox = mailbox;
    }

    /// <summary>Aborts a request whose stream was dropped.</summary>
    ~TokenStream() => Abort(FinishCause.ReaderStopped);

    /// <summary>What the reply cost; null until the stream has ended or has been disposed.</summary>
    public GenerationSummary? Summary => _reply.Ended.IsCompleted ? _reply.Summary : null;

    /// <summary>The engine's side of the stream.</summary>
    internal RequestState Request { get; }

    /// <summary>Reads the tokens; <paramref name="cancellationToken"/> ends the request like the token given at submission.</summary>
    /// <exception cref="InvalidOperationException">The stream has been read before.</exception>
    public IAsyncEnumerator<TokenEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
        {
            throw new InvalidOperationException("A token stream can be read only once.");
        }

        return new Reader(this, cancellationToken);
    }

    /// <summary>Ends the request if it still runs, and waits until its slot is free: at most one step.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort(FinishCause.ReaderStopped);
        await _reply.Ended.ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private void Abort(FinishCause cause)
    {
        if (!_reply.Ended.IsCompleted)
        {
            _mailbox.Post(EngineCommand.Abort(Request, cause));
        }
    }

    /// <summary>The single reader.</summary>
    private sealed class Reader(TokenStream stream, CancellationToken cancellationToken) : IAsyncEnumerator<TokenEvent>
    {
        private readonly Reply _reply = stream._reply;

        public TokenEvent Current { get; private set; }

        private bool IsCancelled => cancellationToken.IsCancellationRequested || _reply.CancellationToken.IsCancellationRequested;

        public ValueTask<bool> MoveNextAsync() => !IsCancelled && TryTake() ? new(true) : WaitAsync();

        public ValueTask DisposeAsync()
        {
            if (IsCancelled)
            {
                stream.Abort(FinishCause.Cancelled);
            }

            return stream.DisposeAsync();
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<bool> WaitAsync()
        {
            do
            {
                // Tokens that are already there do not hold up a cancellation.
                cancellationToken.ThrowIfCancellationRequested();
                _reply.CancellationToken.ThrowIfCancellationRequested();
                if (!await _reply.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
            while (!TryTake());

            return true;
        }

        private bool TryTake()
        {
            bool taken = _reply.TryRead(out var token, out bool wake);
            Current = token;
            if (wake)
            {
                stream._mailbox.Wake();
            }

            return taken;
        }
    }
}
