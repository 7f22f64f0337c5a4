using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Tests.Losses;

public sealed class LayerDropoutSamplerTests
{
    private static readonly TrainingConfiguration Constant = TinyTraining.Of(TinyTraining.Vanilla, steps: 101) with { LayerDropout = new LayerDropoutConfiguration { RateMax = 0.2 } };

    private static readonly TrainingConfiguration Exponential = Constant with
    {
        LayerDropout = new LayerDropoutConfiguration { RateMax = 0.2, Schedule = LayerDropoutSchedule.Exponential },
    };

    [Fact]
    public void Rate_OverDepth_GrowsFromNothingToTheMaximum()
    {
        double[] rates = [.. Enumerable.Range(0, 5).Select(layer => LayerDropoutSampler.Rate(Constant, layer, 5, step: 0))];

        Assert.Equal(0, rates[0]);
        Assert.Equal(0.2 * (Math.Exp(2 * Math.Log(2) / 4) - 1), rates[2], 1e-12);
        Assert.Equal(0.2, rates[4], 1e-12);
    }

    [Fact]
    public void Rate_FromScratch_GrowsOverTheSteps()
    {
        Assert.Equal(0, LayerDropoutSampler.Rate(Exponential, 4, 5, step: 0));
        Assert.Equal(0.2 * (Math.Exp(50 * Math.Log(2) / 100) - 1), LayerDropoutSampler.Rate(Exponential, 4, 5, step: 50), 1e-12);
        Assert.Equal(0.2, LayerDropoutSampler.Rate(Exponential, 4, 5, step: 100), 1e-12);
    }

    [Fact]
    public void Draw_ManySequences_DropAtTheRate()
    {
        var dropout = LayerDropoutSampler.Draw(Constant, 4, 20_000, step: 0, new NormalRandom(1))!;

        Assert.Null(dropout.Kept(0));
        Assert.InRange(dropout.Kept(3)!.Length, 15_650, 16_350); // 16,000 and 6 deviations
    }

    [Fact]
    public void Draw_NoRate_DrawsNothing()
    {
        var random = new NormalRandom(1);

        Assert.Null(LayerDropoutSampler.Draw(TinyTraining.Of(TinyTraining.Vanilla), 4, 4, step: 0, random));
        Assert.Equal(new NormalRandom(1).NextBits(), random.NextBits());
    }
}
