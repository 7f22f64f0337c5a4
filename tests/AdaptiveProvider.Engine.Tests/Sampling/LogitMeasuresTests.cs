using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class LogitMeasuresTests
{
    [Theory]
    [InlineData(ExitMeasure.Margin)]
    [InlineData(ExitMeasure.MaxProbability)]
    [InlineData(ExitMeasure.Entropy)]
    public void Measure_RandomRows_MatchDoublePrecision(ExitMeasure measure)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float spread = (float)Math.Pow(10, (random.NextDouble() * 4) - 2), shift = random.Next(-50, 50);
            float[] logits = [.. Enumerable.Range(0, random.Next(2, 5000)).Select(_ => (random.NextSingle() * spread) + shift)];
            logits[random.Next(logits.Length)] = random.Next(3) == 0 ? logits.Max() : logits[0];

            double expected = Expected(measure, logits);

            Assert.True(Math.Abs(expected - LogitMeasures.Measure(measure, logits)) < 3e-6, $"Seed {seed}: {LogitMeasures.Measure(measure, logits)} for {expected}");
        }
    }

    [Theory]
    [InlineData(ExitMeasure.Margin, 1)]
    [InlineData(ExitMeasure.MaxProbability, 1)]
    [InlineData(ExitMeasure.Entropy, 1)]
    public void Measure_CertainRows_AreOne(ExitMeasure measure, float expected)
    {
        Assert.Equal(expected, LogitMeasures.Measure(measure, [float.NegativeInfinity, 3, float.NegativeInfinity]), 1e-6f);
        Assert.Equal(expected, LogitMeasures.Measure(measure, [-1e30f, 1e30f, 0]), 1e-6f);
        Assert.Equal(expected, LogitMeasures.Measure(measure, [4]), 1e-6f);
    }

    [Fact]
    public void Measure_FlatRow_IsUnsure()
    {
        float[] logits = [.. Enumerable.Repeat(7f, 1000)];

        Assert.Equal(0, LogitMeasures.Measure(ExitMeasure.Margin, logits));
        Assert.Equal(0.001f, LogitMeasures.Measure(ExitMeasure.MaxProbability, logits), 1e-7f);
        Assert.Equal(0, LogitMeasures.Measure(ExitMeasure.Entropy, logits), 1e-6f);
    }

    [Theory]
    [InlineData(ExitMeasure.Margin, float.NaN)]
    [InlineData(ExitMeasure.Entropy, float.PositiveInfinity)]
    [InlineData(ExitMeasure.Cosine, 1)]
    [InlineData(ExitMeasure.None, 1)]
    public void Measure_UnusableRowOrOtherMeasure_IsNotANumber(ExitMeasure measure, float logit)
        => Assert.Equal(float.NaN, LogitMeasures.Measure(measure, [.. Enumerable.Repeat(0f, 40), logit]));

    private static double Expected(ExitMeasure measure, float[] logits)
    {
        double max = logits.Max(), total = logits.Sum(logit => Math.Exp(logit - max));
        double[] probabilities = [.. logits.Select(logit => Math.Exp(logit - max) / total).OrderDescending()];
        return measure switch
        {
            ExitMeasure.Margin => probabilities[0] - probabilities[1],
            ExitMeasure.MaxProbability => probabilities[0],
            _ => 1 + (probabilities.Where(probability => probability > 0).Sum(probability => probability * Math.Log(probability)) / Math.Log(logits.Length)),
        };
    }
}
