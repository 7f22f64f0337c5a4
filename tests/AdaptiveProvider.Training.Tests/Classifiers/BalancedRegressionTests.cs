using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Classifiers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Classifiers;

public sealed class BalancedRegressionTests
{
    private const int Samples = 4000, Hidden = 12;

    public BalancedRegressionTests() => TorchRuntime.Load();

    // Means and spreads of very different sizes, as residual streams have them.
    [Theory]
    [InlineData(0f)]
    [InlineData(2f)]
    [InlineData(-2f)]
    public void Fit_LabelsOfALogisticModel_FindsItsProbabilities(float bias)
    {
        using var scope = NewDisposeScope();
        var direction = Tensors.Normal(1, Hidden);
        var (states, labels, chances) = Draw(2, direction, bias);

        var (weights, fittedBias) = BalancedRegression.Fit(states, labels);

        var (others, otherLabels, otherChances) = Draw(3, direction, bias);
        var found = (mv(others, weights.to(ScalarType.Float32)) + fittedBias).sigmoid();
        bool[] truths = [.. Tensors.Values(otherLabels).Select(label => label > 0.5f)];
        double best = ClassifierJudge.AreaUnderCurve(Tensors.Values(otherChances), truths)!.Value;
        Assert.InRange(best, 0.8, 1);
        Assert.InRange(ClassifierJudge.AreaUnderCurve(Tensors.Values(found), truths)!.Value, best - 0.01, best + 0.01);
        Assert.InRange((found - otherChances).abs().mean().ToDouble(), 0, 0.03); // probabilities, though classes weigh the same
    }

    [Fact]
    public void Fit_SeparableLabels_TellsThemApart()
    {
        using var scope = NewDisposeScope();
        var states = Tensors.Normal(4, Samples, Hidden);
        var labels = states.select(1, 3).gt(0.5).to(ScalarType.Float32);

        var (weights, bias) = BalancedRegression.Fit(states, labels);

        var found = mv(states, weights.to(ScalarType.Float32)) + bias;
        Assert.InRange(found.gt(0).to(ScalarType.Float32).eq(labels).to(ScalarType.Float32).mean().ToDouble(), 0.99, 1);
    }

    // The inverse: where states say nothing, nothing must come out.
    [Fact]
    public void Fit_LabelsWithoutConnection_GuessesTheirShare()
    {
        using var scope = NewDisposeScope();
        var labels = Tensors.Normal(5, Samples).gt(1).to(ScalarType.Float32);

        var (weights, bias) = BalancedRegression.Fit(Tensors.Normal(6, Samples, Hidden), labels);

        var found = (mv(Tensors.Normal(7, Samples, Hidden), weights.to(ScalarType.Float32)) + bias).sigmoid();
        double auc = ClassifierJudge.AreaUnderCurve(Tensors.Values(found), [.. Tensors.Values(Tensors.Normal(8, Samples)).Select(value => value > 1)])!.Value;
        Assert.InRange(auc, 0.45, 0.55);
        Assert.InRange(found.mean().ToDouble() - labels.mean().ToDouble(), -0.01, 0.01);
    }

    private static (Tensor States, Tensor Labels, Tensor Chances) Draw(int seed, Tensor direction, float bias)
    {
        var plain = Tensors.Normal(seed, Samples, Hidden);
        var chances = (mv(plain, direction) + bias).sigmoid();
        var uniform = (Tensors.Normal(seed + 100, Samples) / Math.Sqrt(2)).erf().mul(0.5).add(0.5);
        var spreads = tensor([.. Enumerable.Range(0, Hidden).Select(i => MathF.Pow(10, (i % 5) - 2))]);
        return ((plain * spreads) + (spreads * 3), uniform.lt(chances).to(ScalarType.Float32), chances);
    }
}
