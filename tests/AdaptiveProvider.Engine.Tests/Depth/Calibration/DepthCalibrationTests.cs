using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class DepthCalibrationTests
{
    [Fact]
    public void Find_ByMethodAndMeasure_IsTheFirstThatFits()
    {
        var calibration = Calibrations.Two;

        Assert.Same(calibration.Methods[1], calibration.Find(DepthMethod.Router));
        Assert.Same(calibration.Methods[0], calibration.Find(DepthMethod.Confidence, ExitMeasure.Margin));
        Assert.Null(calibration.Find(DepthMethod.Confidence, ExitMeasure.Cosine));
        Assert.Null(calibration.Find(DepthMethod.Synchronized));
    }

    [Fact]
    public void Lookups_MeasuredMethod_AreTheMethods()
    {
        var calibration = Calibrations.Two;

        Assert.Equal(0.7, calibration.PointForBudget(DepthMethod.Confidence, 0.6)!.Threshold);
        Assert.Equal(0.25, calibration.PointForAgreement(DepthMethod.Router, 0.97)!.Threshold);
        Assert.Equal(0.8, calibration.ThresholdForDepth(DepthMethod.Confidence, 0.7)!.Value, 10);
        Assert.Equal(0.8, calibration.AcceptanceOf(4));
    }

    [Fact]
    public void Lookups_NotMeasured_AreNull()
    {
        var calibration = Calibrations.Two;

        Assert.Null(calibration.PointForBudget(DepthMethod.Synchronized, 0.5));
        Assert.Null(calibration.PointForAgreement(DepthMethod.Synchronized, 0.5));
        Assert.Null(calibration.ThresholdForDepth(DepthMethod.Synchronized, 0.5));
        Assert.Null(calibration.AcceptanceOf(3));
    }
}
