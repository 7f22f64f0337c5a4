namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Whether rows that have come to weights which few others need should wait a step for company (DREX's rebatching threshold, 2512.15705, from measured costs).</summary>
/// <remarks>
/// Weights are read once per step however many rows use them. Waiting shares that fixed cost with those that arrive meanwhile, and costs the
/// waiting rows' part of a step. Replies do not depend on it.
/// </remarks>
internal static class WaitingRule
{
    /// <summary>True when waiting one more step is expected to save more than it costs.</summary>
    /// <param name="waiting">Rows that wait, at least 1.</param>
    /// <param name="others">Requests that the next step serves all the same; without any, waiting would stop the engine.</param>
    /// <param name="arrivals">Rows expected to join them in a step.</param>
    /// <param name="fixedCost">Seconds that a step spends on these weights whatever the rows.</param>
    /// <param name="stepCost">Seconds that the next step takes without them.</param>
    public static bool Pays(int waiting, int others, double arrivals, double fixedCost, double stepCost)
        => others > 0 && fixedCost * arrivals / (waiting + arrivals) > stepCost * waiting / (waiting + others);
}
