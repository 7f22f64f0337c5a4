using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Tests.Execution;

/// <summary>How a plan becomes windows: what runs together, what runs apart, what has to be gathered.</summary>
public class StepRowsTests
{
    // [layer 0] · [layer 1, three loops] · [layer 2] · [layer 3]
    private static readonly StageLayout Layout = new([new Stage(0, 1), new Stage(1, 1, 3, KvPolicy.RecursionWise, ExitKind.Router), new Stage(2, 1), new Stage(3, 1)]);

    [Fact]
    public void Load_LoopsThatShareWeights_RunTogetherEachWithItsPlanes()
    {
        var rows = Load(false, new StagePass(1) { Entries = { new(0, 2), new(1, 0), new(2, 1) } }, Item(0, 3, 4), Item(1, 1, 2), Item(2, 2, 3));

        var window = Assert.Single(rows.Windows);
        Assert.Equal((3, false, true), (window.RowCount, window.IsGathered, window.IsDecode));
        Assert.Equal([2, 1, 0], rows.Lists.Loops);
        Assert.Equal([3, 2, 1], rows.Lists.Planes.Select(plane => plane.First));
    }

    [Fact]
    public void Load_LoopsOfTheirOwnWeights_RunApart()
    {
        var rows = Load(true, new StagePass(1) { Entries = { new(0, 2), new(1, 0), new(2, 2) } }, Item(0, 3, 4), Item(1, 1, 2), Item(2, 3, 4));

        Assert.Equal([(0, 1), (2, 2)], rows.Windows.Select(window => (window.Loop, window.RowCount)));
    }

    [Fact]
    public void Load_ExitsThroughTheTail_NeedNoGathering()
    {
        WorkItem[] items = [Item(0, 0, 2, tail: true), Item(1, 0, 6), Item(2, 0, 2, keep: true), Item(3, 0, 3, tail: true), Item(4, 0, 6)];
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        foreach (var pass in Layout.Passes)
        {
            var stage = new StagePass(pass.StageIndex);
            stage.Entries.AddRange(from item in Enumerable.Range(0, items.Length)
                                   where items[item].EndPass > pass.Index || (items[item].RunsTail && pass.Index >= Layout.TailPass)
                                   select new StagePass.Entry(item, pass.Loop));
            plan.Passes.Add(stage);
        }

        var rows = Rows(false);
        rows.Load(plan);

        Assert.Equal([5, 5, 3, 2, 4, 4], rows.Windows.Select(window => window.RowCount));
        Assert.DoesNotContain(rows.Windows, window => window.IsGathered);
    }

    [Fact]
    public void Load_ItemsThatOnlyWrite_RunApartAndOnlyWhereTheyWrite()
    {
        var copy = Item(0, 2, 3);
        copy.OnlyWritesCache = true;
        var pass = new StagePass(1) { Entries = { new(0, 1), new(1, 1) } };

        var rows = Load(false, pass, copy, Item(1, 2, 3));
        var shared = new StageLayout(Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { KvPolicy = KvPolicy.SharedFirst } : stage));
        var sharedRows = Rows(false, shared);
        sharedRows.Load(new StepPlan { Items = { copy, Item(1, 2, 3) }, Passes = { pass } });

        Assert.Equal([false, true], rows.Windows.Select(window => window.OnlyWrites));
        Assert.Equal([false], sharedRows.Windows.Select(window => window.OnlyWrites));
    }

    private static StepRows Load(bool separatesLoops, StagePass pass, params WorkItem[] items)
    {
        var plan = new StepPlan { Passes = { pass } };
        plan.Items.AddRange(items);
        var rows = Rows(separatesLoops);
        rows.Load(plan);
        return rows;
    }

    private static StepRows Rows(bool separatesLoops, StageLayout? layout = null)
        => new(layout ?? Layout, new KvPlanes(layout ?? Layout), [.. Layout.Stages.Select(_ => separatesLoops)], hasDraftHead: false, new PassLists(kvHeads: 2, taskRows: 8), rowsMax: 16);

    private static WorkItem Item(int slot, int firstPass, int endPass, bool tail = false, bool keep = false) => new()
    {
        Slot = slot,
        Position = 0,
        Tokens = new[] { 1 },
        FirstPass = firstPass,
        EndPass = endPass,
        RunsTail = tail,
        KeepHidden = keep,
        Sampling = new RowSampling(SamplingSettings.Greedy),
    };
}
