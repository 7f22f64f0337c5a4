using AdaptiveProvider.Engine.Diagnostics;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine;

/// <summary>The caller's side of submission: refuse what cannot be served, reserve a place in line, hand over to the engine thread.</summary>
internal sealed class RequestIntake(EngineCore core, EngineOptions options, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private long _lastId;

    public async ValueTask<TokenStream> SubmitAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        RequestCheck.ThrowIfUnserviceable(request, core.Info);
        if (!core.Queue.TryReserve())
        {
            await WaitForPlaceAsync(cancellationToken).ConfigureAwait(false);
        }

        return Post(request, cancellationToken);
    }

    /// <summary>Takes nothing more; who waits for a place is sent away.</summary>
    public void Close() => _closed.Cancel();

    public void Dispose() => _closed.Dispose();

    private async Task WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        if (!options.WaitWhenFull)
        {
            throw new EngineOverloadedException(options.QueueCapacity);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        try
        {
            await core.Queue.ReserveAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
        }
    }

    private TokenStream Post(GenerationRequest request, CancellationToken cancellationToken)
    {
        var reply = new Reply(options.StreamCapacity, cancellationToken) { Activity = RequestTrace.Start(request) };
        var state = new RequestState(Interlocked.Increment(ref _lastId), request, core.Info, reply, time.GetTimestamp(), core.Courses);
        var stream = new TokenStream(state, core.Mailbox);
        core.Mailbox.Post(EngineCommand.Submit(state));
        if (cancellationToken.CanBeCanceled)
        {
            // NOTE: the callback must not hold the stream, whose finalizer ends a request that nobody reads.
            var mailbox = core.Mailbox;
            reply.Attach(cancellationToken.UnsafeRegister(_ => mailbox.Post(EngineCommand.Abort(state, FinishCause.Cancelled)), null));
        }

        if (core.StopCause is not null)
        {
            // NOTE: only after posting: the engine thread may have looked into the mailbox for the last time just before.
            core.RejectPosted();
        }

        return stream;
    }

    private void ThrowIfClosed()
    {
        if (core.StopCause is EngineFaultedException fault)
        {
            throw new EngineFaultedException(fault.InnerException!);
        }

        ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, typeof(InferenceEngine));
    }
}
