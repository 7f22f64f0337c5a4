using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The settings with which a request holds a budget, as the library chooses them.</summary>
internal static class BudgetSettings
{
    /// <summary>The settings; null where the model cannot hold the budget, or full depth is within it.</summary>
    /// <param name="mapper">The model's depth.</param>
    /// <param name="budget">Largest mean depth as a share of full depth.</param>
    /// <param name="policy">The method; null takes the one that suits the model.</param>
    public static DepthSettings? For(DepthSettingsMapper mapper, double budget, ExitPolicy? policy = null)
    {
        try
        {
            return mapper.Map(new DepthOptions { DepthBudget = budget, ExitPolicy = policy }).Settings;
        }
        catch (DepthNotSupportedException)
        {
            return null;
        }
    }
}
