using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Tests.Scheduling;

/// <summary>An executor that miscounts is found out before anything is committed.</summary>
public sealed class StepResultCheckTests
{
    private static readonly StageLayout Routed = new([new(0, 1), new(1, 2, Loops: 3, KvPolicy.RecursionWise, ExitKind.Router), new(3, 1)]);

    [Theory]
    [InlineData(4, 16, 20)]
    [InlineData(8, 20, 24)]
    [InlineData(6, 19, 23)]
    public void ThrowIfBroken_DepthsThatAddUp_Passes(int headLayers, long itemRows, long total) => Check(headLayers, itemRows, total);

    [Theory]
    [InlineData(3, 16, 20, "a row takes 4 to 8")]
    [InlineData(9, 21, 25, "a row takes 4 to 8")]
    [InlineData(8, 19, 23, "19 layer rows for item 0, 8 of them")]
    [InlineData(4, 29, 33, "29 layer rows for item 0, 4 of them")]
    [InlineData(4, 16, 21, "ran 21 layer rows, but the depths it reported add up to 20")]
    public void ThrowIfBroken_DepthsThatDoNot_SaysWhich(int headLayers, long itemRows, long total, string problem)
        => Assert.Contains(problem, Assert.Throws<InvalidOperationException>(() => Check(headLayers, itemRows, total)).Message, StringComparison.Ordinal);

    [Fact]
    public void ThrowIfBroken_DepthsMissing_SaysSo()
    {
        var (plan, result) = (Plan(), new StepResult { LayerRowsExecuted = 20, Tokens = { new SampledToken(1, 0, 0, null) } });

        Assert.Contains("0 items and 0 head rows; there are 2 and 1", Assert.Throws<InvalidOperationException>(() => Check(plan, result)).Message, StringComparison.Ordinal);
    }

    private static void Check(int headLayers, long itemRows, long total) => Check(
        Plan(),
        new StepResult { LayerRowsExecuted = total, Tokens = { new SampledToken(1, 0, 0, null) }, ItemLayerRows = { itemRows, 4 }, HeadRowLayers = { headLayers } });

    private static void Check(StepPlan plan, StepResult result) => StepResultCheck.ThrowIfBroken(plan, result, new ExecutorInfo(Routed, 10, 2, 16, 16, "none"));

    // Four rows of which the last has a head, and one row beside them.
    private static StepPlan Plan() => new()
    {
        Items =
        {
            new WorkItem { Slot = 0, Position = 0, Tokens = new int[4], EndPass = 5, Head = HeadRows.Last },
            new WorkItem { Slot = 1, Position = 0, Tokens = new int[1], EndPass = 5 },
        },
    };
}
