using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Tests.Scheduling;

public sealed class StepPlannerTests
{
    private static readonly ExecutorInfo Info = new(Scripted.Model.Layout, Scripted.VocabularySize, 8, 64, 32, "none");

    private readonly PlannedStep _step = new();
    private readonly SlotTable _slots = new(Info);
    private readonly List<RequestState> _running = [];
    private StepPlanner? _planner;

    [Fact]
    public void Plan_DecodersAndPrompt_DecodesFirstAndFillsTheBudgetWithThePrompt()
    {
        Run(promptLength: 20, computed: 20);
        var prompt = Run(promptLength: 30, computed: 4);
        Run(promptLength: 10, computed: 10);

        Plan(rowsMax: 32, prefillRows: 5);

        Assert.Equal([1, 1, 5], _step.Plan.Items.Select(item => item.Length));
        Assert.Equal([HeadRows.Last, HeadRows.Last, HeadRows.None], _step.Plan.Items.Select(item => item.Head));
        Assert.Equal((4, prompt.Slot!.Index), (_step.Plan.Items[2].Position, _step.Plan.Items[2].Slot));
    }

    [Fact]
    public void Plan_NobodyDecodes_PromptsTakeTheWholeStep()
    {
        Run(promptLength: 20, computed: 0);
        Run(promptLength: 20, computed: 0);

        Plan(rowsMax: 32, prefillRows: 5);

        Assert.Equal([20, 12], _step.Plan.Items.Select(item => item.Length));
        Assert.Equal([HeadRows.Last, HeadRows.None], _step.Plan.Items.Select(item => item.Head));
    }

    [Fact]
    public void Plan_MixedExits_SharePassesUntilEachLeaves()
    {
        Run(promptLength: 5, computed: 5, exitPass: 1);
        Run(promptLength: 5, computed: 5);
        Run(promptLength: 5, computed: 0, exitPass: 3);

        Plan(rowsMax: 32, prefillRows: 8);

        Assert.Equal([[0, 1, 2], [1, 2], [1, 2], [1]], _step.Plan.Passes.Select(pass => pass.Entries.Select(entry => entry.Item).ToArray()));
        Assert.Equal([0, 1, 2, 3], _step.Plan.Passes.Select(pass => pass.StageIndex));
    }

    [Fact]
    public void Plan_MoreDecodersThanRows_EachGetsItsTurn()
    {
        var requests = Enumerable.Range(0, 5).Select(_ => Run(promptLength: 3, computed: 3)).ToList();
        var turns = requests.ToDictionary(request => request, _ => 0);

        for (int i = 0; i < 10; i++)
        {
            Plan(rowsMax: 2, prefillRows: 8);
            Assert.Equal(2, _step.Rows);
            _step.Requests.ForEach(request => turns[request]++);
        }

        Assert.All(turns.Values, count => Assert.Equal(4, count));
    }

    [Fact]
    public void Plan_ParkedRequest_IsLeftOut()
    {
        Run(promptLength: 3, computed: 3).Status = RequestStatus.Parked;
        var other = Run(promptLength: 3, computed: 3);

        Plan(rowsMax: 8, prefillRows: 8);

        Assert.Equal([other], _step.Requests);
    }

    [Fact]
    public void Plan_Nothing_IsEmpty()
    {
        Plan(rowsMax: 8, prefillRows: 8);

        Assert.True(_step.IsEmpty);
        Assert.Empty(_step.Plan.Passes);
    }

    private void Plan(int rowsMax, int prefillRows)
    {
        // One planner for all calls of a test, as in the engine.
        _planner ??= new StepPlanner(Info.Layout, prefillRows, new RowHolding(Info.Layout, new Engine.Depth.Policies.StepCostModel(), stepsMax: 0));
        _planner.Plan(_step, _running, rowsMax);
    }

    private RequestState Run(int promptLength, int computed, int? exitPass = null)
    {
        // A prompt that is computed up to its end has one emitted token, whose row comes next.
        var request = Scripted.Request(Scripted.Prompt(_running.Count, promptLength), exitPass: exitPass);
        var state = new RequestState(_running.Count + 1, request, Info, new Reply(8, CancellationToken.None), submittedAt: 1, new Engine.Depth.Courses.CourseFactory(Info, stepsLoops: false, TimeProvider.System));
        _slots.Lease(state, new PrefixChoice(_slots.Slots[_running.Count], _slots.Slots[_running.Count], 0));
        state.ShallowComputed = state.DeepComputed = computed;
        if (computed == promptLength)
        {
            state.Slot!.Append(1);
            state.Emitted = state.Generated = 1;
        }

        _running.Add(state);
        return state;
    }
}
