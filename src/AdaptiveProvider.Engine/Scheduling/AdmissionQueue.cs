using System.Diagnostics.CodeAnalysis;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>The bounded line for slots, first come first served.</summary>
/// <remarks>
/// A place is reserved on the caller's thread, before the request is posted, and given back when the request leaves the line. Every request
/// in line fits any slot, because submission refuses those that do not; so the head never blocks one that would fit.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never made, so there is nothing to release.")]
internal sealed class AdmissionQueue(int capacity)
{
    private readonly SemaphoreSlim _places = new(capacity, capacity);
    private readonly LinkedList<RequestState> _line = new();

    public int Capacity { get; } = capacity;

    /// <summary>Requests in line, as the engine thread sees it.</summary>
    public int Count => _line.Count;

    /// <summary>Requests in line, oldest first.</summary>
    public IReadOnlyCollection<RequestState> Line => _line;

    /// <summary>Any thread: takes a place if one is free.</summary>
    public bool TryReserve() => _places.Wait(0);

    /// <summary>Any thread: waits for a place.</summary>
    public Task ReserveAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>Engine thread: puts a request that has a place at the end.</summary>
    public void Enqueue(RequestState request) => _line.AddLast(request);

    public RequestState? Peek() => _line.First?.Value;

    /// <summary>Engine thread: takes a request out of the line, wherever it stands, and gives its place back.</summary>
    public bool Remove(RequestState request)
    {
        bool removed = _line.Remove(request);
        if (removed)
        {
            _places.Release();
        }

        return removed;
    }
}
