using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Depth;

/// <summary>Every row of a request takes the same passes, then the head: full depth, or a fixed exit (LayerSkip's early exit).</summary>
/// <remarks>
/// The planner's only question to depth: given a request's two counters, what runs next? A policy that defers deep passes answers with a
/// span that ends early, and later with one that starts at the exit from <see cref="RequestState.DeepComputed"/> on.
/// </remarks>
internal static class StaticExitPolicy
{
    /// <summary>The next span, of at most <paramref name="rowsMax"/> rows; the last known token's row goes through the head.</summary>
    public static DepthSpan Next(RequestState request, int rowsMax)
    {
        int length = Math.Min(request.Remaining, rowsMax);
        var head = length == request.Remaining ? HeadRows.Last : HeadRows.None;
        return new DepthSpan(request.DeepComputed, length, 0, request.Depth, head);
    }
}
