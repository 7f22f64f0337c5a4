using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Losses;

public sealed class HiddenDistillationTests
{
    private static readonly DepthSegments Segments = new(TinyTraining.Vanilla);

    public HiddenDistillationTests() => TorchRuntime.Load();

    [Theory]
    [InlineData(12, 24, new[] { 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 })]
    [InlineData(8, 24, new[] { 2, 5, 8, 11, 14, 17, 20, 23 })]
    [InlineData(6, 24, new[] { 3, 7, 11, 15, 19, 23 })]
    [InlineData(4, 24, new[] { 5, 11, 17, 23 })]
    [InlineData(3, 12, new[] { 3, 7, 11 })]
    public void Teachers_PublishedSizes_AreThePublishedTable(int students, int depth, int[] expected)
        => Assert.Equal(expected, HiddenDistillation.Teachers(students, depth));

    [Fact]
    public void Align_DeepestFirst_TakesTheClosestShallowerStateAndNoneTwice()
    {
        double[,] distances = { { 5, 1, 0 }, { 1, 2, 0 }, { 3, 0.5, 2 } };

        Assert.Equal([0, 0, 1], HiddenDistillation.Align(distances)); // nothing is left below 0, so 0 again
    }

    [Theory]
    [InlineData(HiddenDistillationKind.Last)]
    [InlineData(HiddenDistillationKind.Uniform)]
    [InlineData(HiddenDistillationKind.Dynamic)]
    public void Loss_Kind_IsTheMeanSquaredErrorOfItsPairsAndTeachesTheShallowOnly(HiddenDistillationKind kind)
    {
        using var scope = NewDisposeScope();
        var configuration = new HiddenDistillationConfiguration { Kind = kind, Exit = 2 };
        int[] asked = HiddenDistillation.Segments(configuration, Segments);
        var states = asked.ToDictionary(segment => segment, segment => Tensors.Normal(segment + 1, 2, 5, 8).requires_grad_(true));
        long[] places = [1, 2, 7];

        var loss = HiddenDistillation.Loss(configuration, Segments, states, tensor(places));
        loss.backward();

        Assert.Equal([0, 1, 2, 3], asked);
        Assert.Equal(Expected(kind, [.. asked.Select(segment => Tensors.Values(states[segment]))], places), loss.ToDouble(), 1e-5);
        Assert.True(states[1].grad is not null);
        Assert.True(states[2].grad is null && states[3].grad is null);
        Assert.Equal(0, states[1].grad!.view(10, 8)[0].abs().sum().ToDouble());
    }

    // Two students of four states: the teachers are the second and the fourth.
    private static double Expected(HiddenDistillationKind kind, float[][] states, long[] places)
    {
        double last = Distance(1, 3);
        return kind switch
        {
            HiddenDistillationKind.Last => last,
            HiddenDistillationKind.Uniform => (Distance(0, 1) + last) / 2,
            _ => Distance(0, 3) < last ? (Distance(0, 1) + Distance(0, 3)) / 2 : (Distance(0, 1) + last) / 2,
        };

        double Distance(int student, int teacher)
            => places.Sum(place => Enumerable.Range((int)place * 8, 8).Sum(i => Math.Pow(states[student][i] - states[teacher][i], 2)) / 8);
    }
}
