using System.Diagnostics;
using System.Threading.Channels;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>The bounded way of one request's tokens from the engine thread to its reader, with what they need to agree on the end.</summary>
internal sealed class Reply
{
    private readonly Channel<TokenEvent> _tokens;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _capacity;
    private CancellationTokenRegistration _cancellation;
    private int _parked;

    public Reply(int capacity, CancellationToken cancellationToken)
    {
        _capacity = capacity;
        CancellationToken = cancellationToken;

        // NOTE: without asynchronous continuations a reader's code would run on the engine thread and stall every other request.
        _tokens = Channel.CreateBounded<TokenEvent>(
            new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = false });
    }

    /// <summary>The token given at submission.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The request's trace span; null when nobody listens.</summary>
    public Activity? Activity { get; init; }

    /// <summary>Set before <see cref="Ended"/> completes.</summary>
    public GenerationSummary? Summary { get; private set; }

    /// <summary>Completes, never faults, when the request has ended and holds no slot.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Tokens that fit now; the reader only makes room.</summary>
    public int Room => _capacity - _tokens.Reader.Count;

    public bool IsFull => _tokens.Reader.Count >= _capacity;

    /// <summary>Engine side: true when the reader is behind; its next read then wakes the engine.</summary>
    public bool TryPark()
    {
        if (!IsFull)
        {
            return false;
        }

        // NOTE: flag first, then look again: a read between the two would otherwise go unnoticed and nobody would wake the engine.
        Interlocked.Exchange(ref _parked, 1);
        if (IsFull)
        {
            return true;
        }

        Interlocked.Exchange(ref _parked, 0);
        return false;
    }

    /// <summary>Engine side: hands over a token; the planner has made sure that there is room.</summary>
    public void Write(in TokenEvent token)
    {
        bool written = _tokens.Writer.TryWrite(token);
        Debug.Assert(written, "A request without room in its stream must not be planned.");
    }

    /// <summary>Engine side: ends the stream after the tokens already written; <paramref name="failure"/> reaches the reader.</summary>
    public void End(GenerationSummary summary, Exception? failure)
    {
        Summary = summary;

        // NOTE: ended before completed, so that a reader at the end of the stream finds the summary and nothing left to abort.
        _ended.TrySetResult();
        _tokens.Writer.TryComplete(failure);
        lock (_tokens)
        {
            _cancellation.Unregister();
        }
    }

    /// <summary>Reader side: the next token if one is there; <paramref name="wake"/> asks to wake the engine, which waits for room.</summary>
    public bool TryRead(out TokenEvent token, out bool wake)
    {
        bool read = _tokens.Reader.TryRead(out token);
        wake = read && Interlocked.CompareExchange(ref _parked, 0, 1) == 1;
        return read;
    }

    /// <summary>Reader side: false after the last token; throws what ended the request early.</summary>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _tokens.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Keeps the registration that turns cancellation into an abort, to be undone at the end.</summary>
    public void Attach(CancellationTokenRegistration cancellation)
    {
        lock (_tokens)
        {
            _cancellation = cancellation;
            if (Ended.IsCompleted)
            {
                cancellation.Unregister();
            }
        }
    }
}
