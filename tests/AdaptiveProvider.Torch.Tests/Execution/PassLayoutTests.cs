using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Torch.Execution;
using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;

namespace AdaptiveProvider.Torch.Tests.Execution;

/// <summary>The indices that go to the device: where rows write, and which keys each item reads, for the portable and for flash attention alike.</summary>
public sealed class PassLayoutTests
{
    private const int Slots = 8, SlotLength = 32;

    // [layer 0] · [layers 1-2, three loops] · [layer 3]
    private static readonly StageLayout Layout = new([new Stage(0, 1), new Stage(1, 2, 3), new Stage(3, 1)]);

    [Fact]
    public void Load_RandomPlans_RangesAndGroupsNameEveryItemsKeys()
    {
        const int Seed = 21;
        var random = new Random(Seed);
        for (int round = 0; round < 100; round++)
        {
            using var laid = new Laid(RandomPlan(random), differ: round % 2 == 0, isRouted: round % 3 == 0);
            foreach (var pass in laid.Passes)
            {
                CheckRanges(laid, pass);
                CheckGroups(laid, pass);
                CheckWrites(laid, pass);
                CheckLoops(laid, pass, oncePerLoop: round % 3 == 0);
            }
        }
    }

    [Fact]
    public void Load_EqualSpansOfNeighbouringSlots_FormOneGroup()
    {
        var plan = Plan(Item(2, 5, 1), Item(1, 9, 1), Item(3, 0, 1), Item(6, 2, 1), Item(5, 0, 4));
        using var laid = new Laid(plan, differ: false);

        Assert.Equal([(3, 10, 1), (1, 3, 1), (1, 4, 4)], laid.Passes[0].Groups.Select(group => (group.Spans, group.Length, group.Span)));
    }

    // The last slot of one loop's plane and the first of the next are neighbours in memory, but not slots of one group.
    [Fact]
    public void Load_NeighbouringSlotsOfDifferentPlanes_FormTwoGroups()
    {
        var layout = new StageLayout([new Stage(0, 1, 3)]);
        var plan = new StepPlan();
        plan.Items.AddRange([Item(Slots - 1, 0, 1), Item(0, 0, 1)]);
        plan.Items[0].EndPass = 3;
        (plan.Items[1].FirstPass, plan.Items[1].EndPass) = (1, 2);
        plan.Passes.Add(new StagePass(0) { Entries = { new(0, 0), new(1, 1) } });
        plan.Passes.Add(new StagePass(0) { Entries = { new(0, 1) } });
        plan.Passes.Add(new StagePass(0) { Entries = { new(0, 2) } });
        using var laid = new Laid(plan, differ: false, layout: layout);

        Assert.All(laid.Passes[0].Groups, group => Assert.Equal(1, group.Spans));
        Assert.Equal(2, laid.Passes[0].Groups.Count);
    }

    [Fact]
    public void Load_SamePassAgain_SharesItsIndices()
    {
        using var laid = new Laid(Plan(Item(0, 0, 3), Item(4, 2, 1)), differ: false);

        Assert.All(laid.Passes, pass => Assert.Equal(laid.Passes[0].WriteTokens, pass.WriteTokens));
        Assert.Equal([0, 1, 3, 5, 7], laid.Passes.Select(pass => pass.Plane));
    }

    private static void CheckRanges(Laid laid, PassRows pass)
    {
        int count = pass.Members.Length, row = 0;
        long[] ranges = laid.Read(pass.Ranges);
        for (int i = 0; i < count; i++)
        {
            var item = laid.Plan.Items[pass.Members[i]];
            Assert.Equal(row, ranges[i]);
            Assert.Equal(laid.Store.Token(pass.MemberPlanes[i].Plane, item.Slot, 0), ranges[count + 1 + i]);
            Assert.Equal(item.Position + item.Length, ranges[(2 * count) + 2 + i]);
            row += item.Length;
        }

        Assert.Equal(row, ranges[count]);
        Assert.Equal(row, pass.RowCount);
        Assert.Equal(pass.Members.Max(item => laid.Plan.Items[item].Length), pass.SpanMax);
    }

    private static void CheckGroups(Laid laid, PassRows pass)
    {
        Assert.Equal(pass.RowCount, pass.Groups.Sum(group => group.RowCount));
        int member = 0, row = 0;
        foreach (var group in pass.Groups)
        {
            Assert.Equal(row, group.Row);
            for (int span = 0; span < group.Spans; span++, member++)
            {
                var item = laid.Plan.Items[pass.Members[member]];
                Assert.Equal((item.Length, item.Slot), (group.Span, group.Slot + span));
                Assert.Equal(laid.Store.Token(pass.MemberPlanes[member].Plane, item.Slot, 0), group.Token + ((long)span * SlotLength));
                Assert.True(group.Length >= item.Position + item.Length);
            }

            row += group.RowCount;
        }
    }

    private static void CheckLoops(Laid laid, PassRows pass, bool oncePerLoop)
    {
        Assert.All(pass.Members, item => Assert.Equal(pass.OnlyWritesCache, laid.Plan.Items[item].OnlyWritesCache));
        Assert.Equal(pass.RowCount, pass.Loops.Sum(loop => loop.RowCount));
        Assert.True(!oncePerLoop || pass.Loops.DistinctBy(loop => loop.Loop).Count() == pass.Loops.Length);
        int row = 0;
        for (int i = 0; i < pass.Members.Length; i++)
        {
            Assert.Equal(pass.Plane + pass.MemberPlanes[i].Plane, new KvPlanes(Layout)[pass.Stage, pass.LoopOf(row)].First);
            row += laid.Plan.Items[pass.Members[i]].Length;
        }
    }

    private static void CheckWrites(Laid laid, PassRows pass)
    {
        long[] expected =
        [
            .. pass.Members.SelectMany((item, i) => Enumerable.Range(0, laid.Plan.Items[item].Length).Select(offset => laid.Store.Token(pass.MemberPlanes[i].Plane, laid.Plan.Items[item].Slot, laid.Plan.Items[item].Position + offset))),
        ];
        Assert.Equal(expected, laid.Read(pass.WriteTokens!.Value));
        Assert.Null(pass.WriteRows);
        long[] places = pass.Gathered is { } gathered ? laid.Read(gathered) : [.. Enumerable.Range(pass.FirstRow, pass.RowCount).Select(row => (long)row)];
        Assert.Equal(expected.Select(token => token % SlotLength), places.Select(row => laid.Read(laid.Rows.Positions)[row]));
    }

    // Items at different depths and loops: some start inside the looped stage, from kept states.
    private static StepPlan RandomPlan(Random random)
    {
        int[] slots = [.. Enumerable.Range(0, Slots)];
        random.Shuffle(slots);
        var items = slots.Take(random.Next(1, Slots + 1)).Select(slot =>
        {
            int first = random.Next(3) == 0 ? random.Next(1, 4) : 0, length = random.Next(2) == 0 ? 1 : random.Next(1, 6);
            var item = Item(slot, random.Next(SlotLength - length), length);
            (item.FirstPass, item.EndPass) = (first, random.Next(first + 1, Layout.PassCount + 1));
            item.RunsTail = item.EndPass < Layout.TailPass && random.Next(2) == 0;
            item.OnlyWritesCache = first > 0 && !item.RunsTail && random.Next(3) == 0;
            return item;
        }).ToArray();
        return Plan(items);
    }

    private static WorkItem Item(int slot, int position, int length)
        => new() { Slot = slot, Position = position, Tokens = new int[length], EndPass = Layout.PassCount, Head = HeadRows.Last, Sampling = new RowSampling(SamplingSettings.Greedy) };

    private static StepPlan Plan(params WorkItem[] items) => StepPlans.Meeting(Layout, items);

    /// <summary>A plan laid out on the processor, and its indices read back.</summary>
    private sealed class Laid : IDisposable
    {
        private readonly StagedNumbers<long> _numbers;
        private readonly DisposeScope _scope;

        public Laid(StepPlan plan, bool differ, bool isRouted = false, StageLayout? layout = null)
        {
            TorchRuntime.Load();
            _scope = torch.NewDisposeScope();
            _numbers = new StagedNumbers<long>(torch.CPU);
            var planes = new KvPlanes(layout ?? Layout);
            Store = new KvStore(new KvShape(planes.Count, Slots, SlotLength, 1, 2, 4), torch.float32, torch.CPU);
            (Plan, Rows) = (plan, new StepRows(new KeptRows(Slots, 8, "test"), _numbers));
            var passes = new PassLayout(planes, Store, Rows, _numbers, _ => differ, isRouted ? 1 : null);
            Rows.Load(plan);
            passes.Load();
            _numbers.Upload();
            Passes = passes.Passes;
            Assert.All(Passes, pass => Assert.True(!differ || pass.MemberPlanes.All(plane => plane.Plane == 0)));
        }

        public StepPlan Plan { get; }

        public StepRows Rows { get; }

        public KvStore Store { get; }

        public List<PassRows> Passes { get; }

        public long[] Read(Section section) => [.. _numbers[section].data<long>()];

        public void Dispose()
        {
            Store.Dispose();
            _numbers.Dispose();
            _scope.Dispose();
        }
    }
}
