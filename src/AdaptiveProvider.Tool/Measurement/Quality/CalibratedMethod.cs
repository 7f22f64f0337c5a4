using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>A method with a threshold that a model supports.</summary>
/// <param name="Method">The method.</param>
/// <param name="Measure">What thresholds are compared with.</param>
/// <param name="Exits">After which passes tokens may leave; ascending, without full depth.</param>
internal sealed record CalibratedMethod(DepthMethod Method, ExitMeasure Measure, ImmutableArray<int> Exits)
{
    /// <summary>True when a higher threshold means less depth.</summary>
    public bool RisesToLax => Measure == ExitMeasure.RouterScore;

    /// <summary>A threshold that no token passes early: full depth.</summary>
    public double Strictest => RisesToLax ? 0 : 1;

    /// <summary>A threshold with which every token leaves at the first exit.</summary>
    public double Laxest => RisesToLax ? 1 : -1;

    /// <summary>Settings with a threshold.</summary>
    public DepthSettings At(double threshold) => Basis with { Threshold = (float)threshold };

    /// <summary>Settings that hold a budget.</summary>
    public DepthSettings Within(double budget) => Basis with { Budget = budget };

    private DepthSettings Basis => Method == DepthMethod.Router ? new() { Method = Method } : new() { Method = Method, Measure = Measure, Exits = Exits };

    /// <summary>The methods of a model, the one it was trained for first.</summary>
    public static IReadOnlyList<CalibratedMethod> Of(ExecutorInfo info)
    {
        var (layout, methods) = (info.Layout, new List<CalibratedMethod>());
        var exits = layout.UsualExits;
        if (layout.HasRouterThreshold)
        {
            methods.Add(new CalibratedMethod(DepthMethod.Router, ExitMeasure.RouterScore, exits));
        }

        if (exits.IsEmpty || info.KeptRowsMax < 2)
        {
            return methods;
        }

        foreach (var measure in (ExitMeasure[])[ExitMeasure.Gate, ExitMeasure.RelativeChange, ExitMeasure.Margin])
        {
            bool isTrained = measure == ExitMeasure.Margin || layout.Stages.Any(stage => stage.Exit == (measure == ExitMeasure.Gate ? ExitKind.Gate : ExitKind.LatentDifference));
            if (isTrained && info.Measures.Contains(measure))
            {
                methods.Add(new CalibratedMethod(DepthMethod.Confidence, measure, exits));
            }
        }

        if (info.Measures.Contains(ExitMeasure.Margin))
        {
            methods.Add(new CalibratedMethod(DepthMethod.Synchronized, ExitMeasure.Margin, [Shallow(layout)]));
        }

        return methods;
    }

    // The engine's own choice for a shallow part: the first exit from a third of the depth on.
    private static int Shallow(StageLayout layout)
        => layout.UsualExits.Where(exit => 3 * layout.LayersAtExit(exit) >= layout.LayerDepth).Append(layout.UsualExits[^1]).First();
}
