using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

/// <summary>A response whose tokens leave as a budget controller says, for scores made up by the test.</summary>
internal sealed class SimulatedResponse(double budget, double fullDepth, double[] depths, double initialThreshold, bool higherScoreGoesDeeper)
{
    public BudgetController Controller { get; } = new(budget, fullDepth, depths, initialThreshold, higherScoreGoesDeeper);

    public double Budget => budget;

    /// <summary>The deepest mean that any threshold reaches, as a share.</summary>
    public double Reachable => depths[^1] / fullDepth;

    /// <summary>Generates a token: a score per exit, until it leaves. Gives its depth.</summary>
    public double Generate(Func<double> score)
    {
        int allowed = Controller.DeepestAllowed;
        float threshold = Controller.Threshold;
        int index = 0;
        while (index < allowed && (float)score() > threshold == higherScoreGoesDeeper)
        {
            index++;
        }

        Controller.TokenFinished(depths[index]);
        return depths[index];
    }
}
