using System.Runtime.InteropServices;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Conversion;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Conversion;

public sealed class LowRankFactorsTests
{
    public LowRankFactorsTests() => TorchRuntime.Load();

    [Theory]
    [InlineData(12, 20)]
    [InlineData(20, 12)]
    [InlineData(9, 9)]
    public void Of_RisingRank_LosesWhatTheSingularValuesSay(int outputs, int inputs)
    {
        using var scope = NewDisposeScope();
        var matrix = Random(outputs, inputs, seed: 3);
        double before = double.PositiveInfinity;
        for (int rank = 1; rank <= Math.Min(outputs, inputs); rank++)
        {
            var factors = LowRankFactors.Of(matrix, rank);

            double error = Distance(matrix, factors);

            Assert.Equal(Math.Sqrt(factors.SingularValues.Skip(rank).Sum(value => value * value)), error, 1e-9);
            Assert.True(error < before);
            before = error;
        }

        Assert.InRange(before, 0, 1e-12);
    }

    // Eckart and Young: no product of the rank is nearer. A random one of the same rank is not, nor is the best one doubled.
    [Fact]
    public void Of_SomeRank_IsNearerThanOthers()
    {
        using var scope = NewDisposeScope();
        var matrix = Random(10, 14, seed: 5);
        var best = LowRankFactors.Of(matrix, 4);

        Assert.True(Distance(matrix, best) < Distance(matrix, best with { A = best.A + (Random(4, 14, seed: 6) * 1e-3) }));
        Assert.True(Distance(matrix, best) < Distance(matrix, best with { B = best.B * 2 }));
    }

    [Fact]
    public void Of_RankBeyondTheMatrix_IsFilledWithZeros()
    {
        using var scope = NewDisposeScope();
        var matrix = Random(3, 8, seed: 7);

        var factors = LowRankFactors.Of(matrix, 5);

        Assert.Equal([5, 8], factors.A.shape);
        Assert.Equal([3, 5], factors.B.shape);
        Assert.Equal(0, factors.B.narrow(1, 3, 2).abs().max().ToDouble());
        Assert.InRange(Distance(matrix, factors), 0, 1e-12);
    }

    // No difference is no change, but A must not be zero as well: then nothing could be learned.
    [Fact]
    public void Of_NoDifference_CanStillLearn()
    {
        using var scope = NewDisposeScope();

        var factors = LowRankFactors.Of(zeros(6, 4, ScalarType.Float64), 2);

        Assert.Equal(0, factors.B.abs().max().ToDouble());
        Assert.Equal(2, factors.A.square().sum().ToDouble(), 1e-12);
    }

    [Fact]
    public void Of_NoNumbers_ThrowsAndTheProcessGoesOn()
    {
        using var scope = NewDisposeScope();

        Assert.ThrowsAny<ExternalException>(() => LowRankFactors.Of(full(4, 4, double.NaN, ScalarType.Float64), 2));
    }

    private static double Distance(Tensor matrix, LowRankFactors factors) => (matrix - mm(factors.B, factors.A)).square().sum().sqrt().ToDouble();

    private static Tensor Random(int rows, int columns, ulong seed) => tensor(new NormalRandom(seed).Normal(rows * columns, 1), rows, columns).to(ScalarType.Float64);
}
