using AdaptiveProvider.Training.Classifiers;

namespace AdaptiveProvider.Training.Tests.Classifiers;

public sealed class ClassifierJudgeTests
{
    [Theory]
    [InlineData(new[] { 0.1f, 0.2f, 0.8f, 0.9f }, new[] { false, false, true, true }, 1.0)]
    [InlineData(new[] { 0.9f, 0.8f, 0.2f, 0.1f }, new[] { false, false, true, true }, 0.0)]
    [InlineData(new[] { 0.5f, 0.5f, 0.5f, 0.5f }, new[] { false, true, false, true }, 0.5)]
    [InlineData(new[] { 0.1f, 0.4f, 0.35f, 0.8f }, new[] { false, false, true, true }, 0.75)] // three of four pairs in order
    [InlineData(new[] { 0.4f, 0.4f, 0.1f }, new[] { false, true, false }, 0.75)] // one pair in order, one tied
    public void AreaUnderCurve_Scores_IsTheShareOfPairsInOrder(float[] scores, bool[] truths, double expected)
        => Assert.Equal(expected, ClassifierJudge.AreaUnderCurve(scores, truths)!.Value, 1e-12);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreaUnderCurve_OneClass_IsNull(bool truth) => Assert.Null(ClassifierJudge.AreaUnderCurve([0.2f, 0.7f], [truth, truth]));

    [Fact]
    public void Calibration_Chances_CountsEachOnce()
    {
        var bins = ClassifierJudge.Calibration([0f, 0.2f, 0.8f, 0.8f, 0.99f, 1f], [false, false, true, false, true, true]);

        Assert.Equal([2, 0, 0, 2, 0, 2], bins.Select(bin => bin.Tokens));
        Assert.Equal([0, 0, 0, 0.5, 0, 1], bins.Select(bin => bin.Agreed));
        Assert.Equal(0.1, bins[0].Predicted, 1e-6);
        Assert.Equal(0.995, bins[^1].Predicted, 1e-6);
    }

    [Fact]
    public void Accuracy_Chances_CountsTheRightSideOfOneHalf() => Assert.Equal(0.75, ClassifierJudge.Accuracy([0.1f, 0.6f, 0.7f, 0.9f], [false, false, true, true]));
}
