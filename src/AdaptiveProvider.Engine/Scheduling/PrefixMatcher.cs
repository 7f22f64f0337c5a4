using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Chooses the slot for a request: the longest cached prefix, without destroying another conversation where that can be helped.</summary>
/// <remarks>Pure. Copying a prefix moves bytes where computing it moves every weight, so any copy of a longer prefix wins.</remarks>
internal static class PrefixMatcher
{
    /// <summary>The best choice, or null when no slot is idle.</summary>
    /// <param name="slots">All slots, leased ones included: their computed prefix can be copied.</param>
    /// <param name="request">The request to place.</param>
    /// <param name="reuseMin">Shorter common prefixes count as none.</param>
    public static PrefixChoice? Choose(ReadOnlySpan<Slot> slots, RequestState request, int reuseMin)
    {
        if (LeastRecentlyUsed(slots) is not { } victim)
        {
            return null;
        }

        var (source, length) = LongestPrefix(slots, request);
        if (source is null || length < reuseMin)
        {
            return new PrefixChoice(victim, victim, 0);
        }

        return source.Lease is null && BelongsInPlace(source, length, victim)
            ? new PrefixChoice(source, source, length)
            : new PrefixChoice(victim, source, length);
    }

    /// <summary>
    /// Continuing a conversation loses nothing. A prefix shared with another conversation is copied instead, unless it is most of that
    /// slot (the same conversation asked again) and an unused slot to copy into is lacking.
    /// </summary>
    private static bool BelongsInPlace(Slot source, int length, Slot victim)
        => source == victim || length == source.ContentLength || (victim.ContentLength > 0 && length * 2 >= source.ContentLength);

    private static (Slot? Source, int Length) LongestPrefix(ReadOnlySpan<Slot> slots, RequestState request)
    {
        if (!request.CanReusePrefix)
        {
            return (null, 0);
        }

        // The last prompt token must run: its row gives the first reply token.
        var prompt = request.Request.PromptTokens.Span[..^1];
        (Slot? Source, int Length) best = (null, 0);
        foreach (var slot in slots)
        {
            int length = slot.CommonPrefix(prompt, request.Depth, request.RouterThreshold);
            if (length > best.Length || (length == best.Length && length > 0 && Rank(slot).CompareTo(Rank(best.Source!)) > 0))
            {
                best = (slot, length);
            }
        }

        return best;
    }

    /// <summary>Among equal prefixes: idle slots first, then the one that would lose least.</summary>
    private static (bool Idle, int NegatedContent) Rank(Slot slot) => (slot.Lease is null, -slot.ContentLength);

    /// <summary>The idle slot whose content is worth least: an empty one, else the one unused for longest.</summary>
    private static Slot? LeastRecentlyUsed(ReadOnlySpan<Slot> slots)
    {
        Slot? oldest = null;
        foreach (var slot in slots)
        {
            if (slot.Lease is null && (oldest is null || Age(slot) < Age(oldest)))
            {
                oldest = slot;
            }
        }

        return oldest;

        static long Age(Slot slot) => slot.ContentLength == 0 ? 0 : slot.LastUsed;
    }
}
