namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>What must hold between any two steps. Pure, so tests check it after every step and without a model.</summary>
public static class EngineInvariants
{
    /// <summary>One sentence per broken rule; empty when all hold.</summary>
    public static IReadOnlyList<string> Violations(EngineSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var violations = new List<string>();
        CheckSlots(snapshot, violations);
        CheckQueue(snapshot, violations);
        foreach (var request in snapshot.Running)
        {
            CheckRunning(request, snapshot.SlotLength, violations);
        }

        Require(
            snapshot.ExecutedLayerRows == snapshot.PrefillLayerRows + snapshot.TokenLayerRows + snapshot.DeferredLayerRows + snapshot.RejectedLayerRows,
            $"{snapshot.ExecutedLayerRows} layer rows were executed, but {snapshot.PrefillLayerRows} + {snapshot.TokenLayerRows} + {snapshot.DeferredLayerRows} + {snapshot.RejectedLayerRows} were reported.",
            violations);
        return violations;
    }

    private static void CheckSlots(EngineSnapshot snapshot, List<string> violations)
    {
        var leases = snapshot.Slots.Where(slot => slot.RequestId is not null).ToDictionary(slot => slot.Index, slot => slot.RequestId!.Value);
        Require(
            leases.Count == snapshot.Running.Length && leases.Values.Distinct().Count() == leases.Count,
            $"{leases.Count} slots are leased by {leases.Values.Distinct().Count()} requests; {snapshot.Running.Length} run.",
            violations);
        foreach (var request in snapshot.Running)
        {
            Require(
                request.Slot is { } slot && leases.TryGetValue(slot, out long owner) && owner == request.Id,
                $"Request {request.Id} runs in slot {request.Slot}, which is not leased to it.",
                violations);
        }

        foreach (var slot in snapshot.Slots)
        {
            Require(slot.ContentLength <= snapshot.SlotLength, $"Slot {slot.Index} holds {slot.ContentLength} positions.", violations);
        }
    }

    private static void CheckQueue(EngineSnapshot snapshot, List<string> violations)
    {
        Require(snapshot.Waiting.Length <= snapshot.QueueCapacity, $"{snapshot.Waiting.Length} requests wait.", violations);
        foreach (var request in snapshot.Waiting)
        {
            Require(
                request is { Slot: null, DeepComputed: 0, Emitted: 0, Status: Requests.RequestStatus.Waiting },
                $"Request {request.Id} waits but has begun.",
                violations);
        }
    }

    private static void CheckRunning(RequestSnapshot request, int slotLength, List<string> violations)
    {
        Require(
            request.CachedTokens < request.PromptLength
            && request.CachedTokens <= request.DeepComputed
            && request.DeepComputed <= request.ShallowComputed
            && request.ShallowComputed <= request.TokenCount + request.PendingMax,
            $"Request {request.Id} has counters out of order: {request}",
            violations);
        Require(
            request.TokenCount <= request.Reserved && request.Reserved <= slotLength,
            $"Request {request.Id} has {request.TokenCount} tokens, {request.Reserved} reserved of {slotLength}.",
            violations);
        Require(
            request.TokenCount == request.PromptLength + request.Emitted,
            $"Request {request.Id} has {request.TokenCount} tokens after {request.Emitted} emitted.",
            violations);
        Require(
            request.Emitted == 0 || request.TokenCount - request.DeepComputed is var behind && behind >= 0 && behind <= request.PendingMax + request.ImpliedPending + 1,
            $"Request {request.Id} decodes but is {request.TokenCount - request.DeepComputed} positions behind: {request}",
            violations);
    }

    private static void Require(bool holds, string violation, List<string> violations)
    {
        if (!holds)
        {
            violations.Add(violation);
        }
    }
}
