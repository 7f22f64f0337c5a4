using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Optimization;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Optimization;

public sealed class MuonTests
{
    public MuonTests() => TorchRuntime.Load();

    // Five iterations bring every singular value near 1, not to it: between about 0.7 and 1.2 (Jordan et al. 2024).
    [Theory]
    [InlineData(48, 48)]
    [InlineData(96, 32)]
    [InlineData(32, 96)]
    public void Direction_AnyMatrix_IsNearlyOrthogonalAndKeepsItsSingularVectors(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var update = Tensors.Normal(rows + columns, rows, columns);

        var direction = Muon.Direction(update) / (0.2 * Math.Sqrt(Math.Max(rows, columns)));

        var (left, _, right) = linalg.svd(update, fullMatrices: false);
        float[] values = Tensors.Values(linalg.svdvals(direction));
        Assert.All(values[..^(rows == columns ? 3 : 0)], value => Assert.InRange(value, 0.6, 1.3)); // a square's smallest may be next to nothing
        Assert.InRange(Tensors.Relative(mm(left, right), direction), 0, 0.35);
    }

    [Fact]
    public void Direction_Nothing_IsNothing()
    {
        using var scope = NewDisposeScope();

        Assert.All(Tensors.Values(Muon.Direction(zeros(4, 6))), value => Assert.Equal(0, value));
    }
}
