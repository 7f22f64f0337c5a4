using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Plans that would read or write out of range are refused before anything runs.</summary>
public abstract class PlanSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    [SkippableTheory]
    [InlineData(16, 0, 1, 0, 4)]
    [InlineData(-1, 0, 1, 0, 4)]
    [InlineData(0, 128, 1, 0, 4)]
    [InlineData(0, 120, 9, 0, 4)]
    [InlineData(0, -1, 1, 0, 4)]
    [InlineData(0, int.MaxValue, 1, 0, 4)]
    [InlineData(0, 0, 0, 0, 4)]
    [InlineData(0, 0, 1, 0, 5)]
    [InlineData(0, 0, 1, -1, 4)]
    [InlineData(0, 0, 1, 0, 0)]
    public void Execute_ItemOutOfRange_Throws(int slot, int position, int length, int firstPass, int endPass)
    {
        using var tiny = Open("llama-tied-gqa");

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(slot, position, new int[length], firstPass: firstPass, endPass: endPass)));
    }

    [SkippableTheory]
    [InlineData(-1)]
    [InlineData(96)]
    public void Execute_TokenOutsideVocabulary_Throws(int token)
    {
        using var tiny = Open("llama-tied-gqa");

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, new[] { 1, token })));
    }

    [SkippableFact]
    public void Execute_TwoItemsOfASlot_Throws()
    {
        using var tiny = Open("llama-tied-gqa");

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(3, 0, new[] { 1 }), tiny.Steps.Item(3, 1, new[] { 1 })));
    }

    [SkippableFact]
    public void Execute_MoreRowsThanAStepTakes_Throws()
    {
        using var tiny = Open("llama-tied-gqa", new TestExecutorOptions { StepRowsMax = 8 });
        tiny.Steps.Run(tiny.Steps.Item(0, 0, new int[8]));

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, new int[8]), tiny.Steps.Item(1, 0, new int[1])));
    }

    // Two loops of an item in one pass would both start from the state before the first.
    [SkippableFact]
    public void Execute_ItemTwiceInAPass_Throws()
    {
        using var tiny = Open("recursive-cycle");
        var plan = new StepPlan { Items = { tiny.Steps.Item(0, 0, new[] { 1 }) }, Passes = { new StagePass(0) { Entries = { new(0, 0), new(0, 1) } } } };

        var refused = Assert.Throws<ArgumentException>(() => tiny.Steps.Run(plan));

        Assert.Contains("twice", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Execute_PassesThatDoNotFitTheItem_Throws()
    {
        using var tiny = Open("llama-tied-gqa");
        var missing = new StepPlan { Items = { tiny.Steps.Item(0, 0, new[] { 1 }) }, Passes = { new StagePass(0) { Entries = { new(0, 0) } } } };
        var wrongLoop = new StepPlan { Items = { tiny.Steps.Item(0, 0, new[] { 1 }, endPass: 1) }, Passes = { new StagePass(0) { Entries = { new(0, 1) } } } };
        var wrongItem = new StepPlan { Items = { tiny.Steps.Item(0, 0, new[] { 1 }, endPass: 1) }, Passes = { new StagePass(0) { Entries = { new(1, 0) } } } };

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(missing));
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(wrongLoop));
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(wrongItem));
    }
}
