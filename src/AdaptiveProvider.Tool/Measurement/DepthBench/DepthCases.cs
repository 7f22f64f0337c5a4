using System.Globalization;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>Which ways to spend depth a model is measured with.</summary>
internal static class DepthCases
{
    private const int StaticExitsMax = 8;
    private const double SteppedBudget = 0.7;
    private static readonly double[] Budgets = [0.5, 0.6, 0.7, 0.8];
    private static readonly int[] DraftLengths = [2, 4];

    /// <summary>The cases in the order of reports; the first is full depth.</summary>
    /// <param name="info">What the executor offers.</param>
    /// <param name="calibration">What methods were worth when they were measured; null where nobody has.</param>
    /// <param name="isTrained">Whether the weights mean something; random ones are measured at fixed depths only.</param>
    /// <param name="hasStepped">Whether there is an engine that runs loop by loop.</param>
    /// <param name="hasOther">Whether there is another model to compare with.</param>
    public static IReadOnlyList<DepthCase> Of(ExecutorInfo info, DepthCalibration? calibration, bool isTrained, bool hasStepped, bool hasOther)
    {
        var cases = new List<DepthCase> { DepthCase.Full };
        if (hasOther)
        {
            cases.Add(new DepthCase("other model, full depth", DepthSettings.Full) { IsOtherModel = true });
        }

        cases.AddRange(Static(info.Layout));
        if (isTrained)
        {
            var mapper = new DepthSettingsMapper(info, calibration);
            cases.AddRange(from budget in Budgets let settings = BudgetSettings.For(mapper, budget) where settings is not null select new DepthCase(BudgetName(budget, settings.Method), settings));
            cases.AddRange(Lossless(info.Layout));
        }

        cases.AddRange(AlwaysDeep(info));
        if (hasStepped)
        {
            cases.Add(new DepthCase("full depth, loop by loop", DepthSettings.Full) { StepsLoops = true, IsExact = true });
            if (isTrained && info.Layout.HasRouterThreshold && BudgetSettings.For(new DepthSettingsMapper(info, calibration), SteppedBudget) is { } stepped)
            {
                cases.Add(new DepthCase(BudgetName(SteppedBudget, stepped.Method) + ", loop by loop", stepped) { StepsLoops = true });
            }
        }

        return cases;
    }

    /// <summary>The shallowest a request can be told to be: a budget of 0.3 or the least that the model allows; null where it has one depth only.</summary>
    public static DepthSettings? Shallowest(ExecutorInfo info, DepthCalibration? calibration, bool isTrained)
    {
        const double Wanted = 0.3;
        if (info.Layout.UsualExits.IsEmpty)
        {
            return null;
        }

        double least = (double)info.Layout.LayersAtExit(info.Layout.UsualExits[0]) / info.Layout.LayerDepth;
        return isTrained && info.Layout.HasRouterThreshold
            ? BudgetSettings.For(new DepthSettingsMapper(info, calibration), Math.Max(Wanted, least))
            : new DepthSettings { Method = DepthMethod.Static, PassMax = info.Layout.UsualExits[0] };
    }

    private static IEnumerable<DepthCase> Static(StageLayout layout)
    {
        int[] exits = [.. layout.ExitPasses.Take(layout.ExitPasses.Length - 1)];
        var shown = exits.Length <= StaticExitsMax ? exits : Enumerable.Range(0, StaticExitsMax).Select(index => exits[index * (exits.Length - 1) / (StaticExitsMax - 1)]);
        return from exit in shown
               select new DepthCase(
                   string.Create(CultureInfo.InvariantCulture, $"static exit after {exit} of {layout.PassCount} passes ({layout.LayersAtExit(exit)} layers)"),
                   new DepthSettings { Method = DepthMethod.Static, PassMax = exit });
    }

    private static string BudgetName(double budget, DepthMethod method) => string.Create(CultureInfo.InvariantCulture, $"budget {budget:0.##}, {method}");

    private static IEnumerable<DepthCase> Lossless(StageLayout layout)
    {
        if (layout.UsualExits.IsEmpty)
        {
            return [];
        }

        var lossless = new DepthSettings { Method = DepthMethod.Lossless };
        return
        [
            new DepthCase("lossless, drafts tuned", lossless) { IsExact = true },
            .. DraftLengths.Select(length => new DepthCase($"lossless, {length} drafts", lossless with { DraftLength = length }) { IsExact = true }),
        ];
    }

    // What deciding costs: every decision is made, and says full depth.
    private static IEnumerable<DepthCase> AlwaysDeep(ExecutorInfo info)
    {
        const float Unreachable = 2;
        bool takesEveryLoop = !(info.RouterThreshold > 0); // else full depth leaves the choice to the model's own threshold
        if (info.Layout.HasRouterThreshold)
        {
            yield return new DepthCase("router, always deep", new DepthSettings { Method = DepthMethod.Router, Threshold = 0 }) { IsExact = takesEveryLoop };
        }

        if (info.Layout.UsualExits.Length > 0 && info.KeptRowsMax > 1)
        {
            var sure = new DepthSettings { Measure = ExitMeasure.Margin, Threshold = Unreachable };
            yield return new DepthCase("one exit judged, always deep", sure with { Method = DepthMethod.Synchronized }) { IsExact = takesEveryLoop };
            if (info.Layout.UsualExits.Length > 1)
            {
                yield return new DepthCase("every exit judged, always deep", sure with { Method = DepthMethod.Confidence }) { IsExact = takesEveryLoop };
            }
        }
    }
}
