using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

/// <summary>Calibrations as a measurement would write them.</summary>
internal static class Calibrations
{
    public static DepthCalibration Two { get; } = new()
    {
        Version = DepthCalibration.CurrentVersion,
        ModelFingerprint = "sha256:0123abcd",
        Dataset = "stories, held out",
        Tokens = 5000,
        Methods =
        [
            new()
            {
                Method = DepthMethod.Confidence,
                Measure = ExitMeasure.Margin,
                Exits = [2, 4, 6],
                Points = [Point(0.9, 0.8, 4990), Point(0.7, 0.6, 4950), Point(0.5, 0.45, 4800), Point(0.3, 0.3, 4400)],
            },
            new()
            {
                Method = DepthMethod.Router,
                Measure = ExitMeasure.RouterScore,
                Exits = [1, 2, 3],
                Points = [Point(0, 1, 5000), Point(0.25, 0.7, 4900), Point(0.75, 0.5, 4000)],
            },
        ],
        DraftVocabulary = [5, 1, 900],
        DraftAcceptance = [new() { Exit = 2, Acceptance = 0.5 }, new() { Exit = 4, Acceptance = 0.8 }],
    };

    public static CalibrationPoint Point(double threshold, double meanDepth, long agreed, long tokens = 5000) => CalibrationPoint.Measured(threshold, meanDepth, agreed, tokens);
}
