using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Every slot, and who leases it. A lease reserves the worst case, so a running request never lacks room.</summary>
internal sealed class SlotTable
{
    private readonly Slot[] _slots;
    private long _clock;

    public SlotTable(ExecutorInfo info)
        => _slots = [.. Enumerable.Range(0, info.SlotCount).Select(index => new Slot(index, info.SlotLength, info.Layout))];

    public ReadOnlySpan<Slot> Slots => _slots;

    public int LeasedCount { get; private set; }

    public bool HasIdle => LeasedCount < _slots.Length;

    /// <summary>Leases the chosen slot; the executor must already hold the prefix there.</summary>
    public void Lease(RequestState request, in PrefixChoice choice)
    {
        if (choice.NeedsCopy)
        {
            choice.Target.CopyFrom(choice.Source, choice.Length);
        }

        choice.Target.Begin(request, choice.Length);
        request.Slot = choice.Target;
        request.Item.Slot = choice.Target.Index;
        request.CachedTokens = choice.Length;
        request.ShallowComputed = request.DeepComputed = choice.Length;
        request.Status = RequestStatus.Running;
        LeasedCount++;
    }

    /// <summary>Ends a request's lease.</summary>
    public void Release(RequestState request)
    {
        request.Slot!.End(++_clock);
        request.Slot = null;
        LeasedCount--;
    }
}
