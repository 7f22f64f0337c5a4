using System.Collections.Immutable;

namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>What a method with a measure and exits gave at several thresholds.</summary>
public sealed record MethodCalibration
{
    /// <summary>The method.</summary>
    public required DepthMethod Method { get; init; }

    /// <summary>The measure that thresholds are compared with; none for a static exit.</summary>
    public required ExitMeasure Measure { get; init; }

    /// <summary>After which passes tokens could leave; ascending.</summary>
    public required ImmutableArray<int> Exits { get; init; }

    /// <summary>The points from strict to lax: by falling threshold, for router scores by rising threshold. At least one.</summary>
    public required ImmutableArray<CalibrationPoint> Points { get; init; }

    /// <summary>The deepest point within a budget; null where all are deeper.</summary>
    /// <param name="budget">Largest mean depth as a share of full depth.</param>
    public CalibrationPoint? PointForBudget(double budget)
        => Points.Where(point => point.MeanDepth <= budget).MaxBy(point => point.MeanDepth);

    /// <summary>
    /// The laxest point whose agreement is certain enough: points are tested from strict to lax and the first that fails ends it, so that trying many
    /// costs no certainty (fixed-sequence testing, Learn then Test, 2110.01052). Null where the strictest fails.
    /// </summary>
    /// <param name="agreement">Least share of tokens that are to be full depth's.</param>
    public CalibrationPoint? PointForAgreement(double agreement)
        => Points.TakeWhile(point => point.AgreementLower >= agreement).MinBy(point => point.MeanDepth);

    /// <summary>The threshold that gives a mean depth, between the points in proportion and at the ends the nearest point's.</summary>
    /// <remarks>Noise may let a stricter point be shallower than a laxer one; depths are levelled out, so that more depth never gets a laxer threshold.</remarks>
    /// <param name="depth">Mean depth as a share of full depth.</param>
    public double ThresholdForDepth(double depth)
    {
        double[] depths = FallingDepths();
        if (depth >= depths[0])
        {
            return Points[0].Threshold;
        }

        for (int point = 1; point < depths.Length; point++)
        {
            if (depth >= depths[point])
            {
                double share = (depths[point - 1] - depth) / (depths[point - 1] - depths[point]);
                return Points[point - 1].Threshold + (share * (Points[point].Threshold - Points[point - 1].Threshold));
            }
        }

        return Points[^1].Threshold;
    }

    // Pool adjacent violators: neighbours in the wrong order share their mean.
    private double[] FallingDepths()
    {
        var blocks = new List<(double Sum, int Count)>();
        foreach (var point in Points)
        {
            blocks.Add((point.MeanDepth, 1));
            while (blocks.Count > 1 && blocks[^1].Sum / blocks[^1].Count > blocks[^2].Sum / blocks[^2].Count)
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count))];
    }
}
