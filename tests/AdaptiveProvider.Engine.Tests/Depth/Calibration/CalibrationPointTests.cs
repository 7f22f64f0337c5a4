using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class CalibrationPointTests
{
    [Fact]
    public void OfReplies_SharesOfEachReply_CountTheSame()
    {
        var point = CalibrationPoint.OfReplies(0.5, 0.7, [(1, 2), (30, 30)]);

        Assert.Equal((0.75, 32L), (point.Agreement, point.Tokens));
    }

    // Replies that agree wholly or not at all: as few independent trials as there are replies, however many tokens they have.
    [Fact]
    public void OfReplies_TokensThatAgreeTogether_GiveAWiderBoundThanIndependentOnes()
    {
        var point = CalibrationPoint.OfReplies(0.5, 0.7, [.. Enumerable.Range(0, 40).Select(reply => (reply < 36 ? 50L : 0L, 50L))]);

        Assert.Equal(0.9, point.Agreement, 1e-9);
        Assert.True(point.AgreementLower < CalibrationPoint.Measured(0.5, 0.7, 36 * 50, 40 * 50).AgreementLower - 0.05);
    }

    [Fact]
    public void OfReplies_TheBound_HoldsInNineteenOfTwenty()
    {
        const int Seed = 3, Experiments = 500;
        var random = new Random(Seed);
        int broken = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            // A reply's tokens share its own probability, 0.8 or 1: nine tenths agree.
            var replies = Enumerable.Range(0, 60).Select(_ => random.Next(2) == 0 ? 1 : 0.8).Select(chance => ((long)Enumerable.Range(0, 10).Count(_ => random.NextDouble() < chance), 10L)).ToArray();
            broken += CalibrationPoint.OfReplies(0.5, 0.7, replies).AgreementLower > 0.9 ? 1 : 0;
        }

        Assert.True(broken <= Experiments / 20, $"seed {Seed}: the bound was above the truth in {broken} of {Experiments}");
    }
}
