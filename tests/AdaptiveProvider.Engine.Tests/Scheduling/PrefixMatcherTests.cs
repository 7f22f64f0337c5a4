using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Tests.Scheduling;

public sealed class PrefixMatcherTests
{
    private static readonly int[] System = Scripted.Prompt(1, 10);
    private static readonly int[] First = [.. System, .. Scripted.Prompt(2, 10)];
    private static readonly int[] Second = [.. System, .. Scripted.Prompt(3, 10)];

    private StageLayout _layout = Scripted.Model.Layout;
    private SlotTable _slots;

    public PrefixMatcherTests() => _slots = Slots();

    [Fact]
    public void Choose_NothingCached_TakesAnEmptySlot()
    {
        Fill(First, slot: 0);

        Assert.Equal((1, 1, 0), Choose(Scripted.Prompt(50, 5)));
    }

    [Fact]
    public void Choose_NoEmptySlot_TakesTheLeastRecentlyUsed()
    {
        Fill(Scripted.Prompt(10, 5), slot: 0);
        Fill(Scripted.Prompt(20, 5), slot: 2);
        Fill(Scripted.Prompt(30, 5), slot: 1);
        Fill(Scripted.Prompt(40, 5), slot: 0);

        Assert.Equal((2, 2, 0), Choose(Scripted.Prompt(50, 5)));
    }

    [Fact]
    public void Choose_ConversationContinues_StaysInItsSlot()
    {
        Fill(Second, slot: 0);
        Fill(First, slot: 1);

        Assert.Equal((1, 1, First.Length), Choose([.. First, 5, 6]));
    }

    [Fact]
    public void Choose_SamePromptAgain_LeavesOneTokenToRun()
    {
        Fill(Scripted.Prompt(10, 5), slot: 0);
        Fill(Scripted.Prompt(20, 5), slot: 1);
        Fill(First, slot: 2);

        Assert.Equal((2, 2, First.Length - 1), Choose(First));
    }

    [Fact]
    public void Choose_SharedSystemPrompt_IsCopiedToAnEmptySlot()
    {
        Fill(First, slot: 0);

        Assert.Equal((1, 0, System.Length), Choose(Second));
    }

    [Fact]
    public void Choose_SharedSystemPromptOfALongConversation_DisplacesTheOldestInstead()
    {
        Fill(Scripted.Prompt(10, 5), slot: 0);
        Fill(Scripted.Prompt(20, 5), slot: 1);
        Fill([.. First, .. Scripted.Prompt(4, 10)], slot: 2);

        Assert.Equal((0, 2, System.Length), Choose(Second));
    }

    [Fact]
    public void Choose_PrefixInARunningSlot_IsCopiedFromIt()
    {
        Lease(First, slot: 1, computed: 15, exitPass: null);

        Assert.Equal((0, 1, System.Length), Choose(Second));
        Assert.Equal((0, 1, 15), Choose([.. First, 5])); // Only what has been computed so far.
    }

    [Fact]
    public void Choose_CacheOfAShallowerExit_IsNotUsed()
    {
        Fill(First, slot: 0, exitPass: 2);

        Assert.Equal(0, Choose([.. First, 5]).Length);
        Assert.Equal(First.Length, Choose([.. First, 5], exitPass: 2).Length);
        Assert.Equal(First.Length, Choose([.. First, 5], exitPass: 1).Length);
    }

    [Fact]
    public void Choose_DeepPrefixUnderAShallowReply_IsStillDeep()
    {
        Fill(System, slot: 0);
        Fill(First, slot: 0, exitPass: 2);

        Assert.Equal(System.Length, Choose([.. First, 5]).Length);
        Assert.Equal(First.Length, Choose([.. First, 5], exitPass: 2).Length);
    }

    [Fact]
    public void Choose_PlaneOverwrittenByEveryLoop_NeedsTheSameDepth()
    {
        _layout = new StageLayout([new(0, 1), new(1, 2, Loops: 3, KvPolicy.SingleOverwritten, ExitKind.Gate)]);
        _slots = Slots();
        Fill(First, slot: 0);

        Assert.Equal(0, Choose([.. First, 5], exitPass: 3).Length);
        Assert.Equal(First.Length, Choose([.. First, 5], exitPass: 4).Length);
    }

    [Fact]
    public void Choose_ReuseSwitchedOffOrTooShort_FindsNothing()
    {
        Fill(First, slot: 0);
        var off = State(Scripted.Request([.. First, 5]) with { ReusePrefix = false });

        Assert.Equal(0, PrefixMatcher.Choose(_slots.Slots, off, reuseMin: 1)!.Value.Length);
        Assert.Equal(0, Choose([.. First, 5], reuseMin: First.Length + 1).Length);
    }

    [Fact]
    public void Choose_AllLeased_FindsNoSlot()
    {
        for (int slot = 0; slot < 3; slot++)
        {
            Lease(First, slot, computed: 3, exitPass: null);
        }

        Assert.Null(PrefixMatcher.Choose(_slots.Slots, State(Scripted.Request(First)), reuseMin: 1));
    }

    private (int Target, int Source, int Length) Choose(int[] prompt, int? exitPass = null, int reuseMin = 1)
    {
        var choice = PrefixMatcher.Choose(_slots.Slots, State(Scripted.Request(prompt, exitPass: exitPass)), reuseMin)!.Value;
        return (choice.Target.Index, choice.Source.Index, choice.Length);
    }

    /// <summary>Runs a prompt through a slot and leaves it idle.</summary>
    private void Fill(int[] prompt, int slot, int? exitPass = null) => _slots.Release(Lease(prompt, slot, prompt.Length, exitPass));

    private RequestState Lease(int[] prompt, int slot, int computed, int? exitPass)
    {
        var state = State(Scripted.Request(prompt, exitPass: exitPass));
        var target = _slots.Slots[slot];
        int cached = target.CommonPrefix(prompt, state.Depth, state.RouterThreshold);
        _slots.Lease(state, new PrefixChoice(target, target, cached));
        state.Item.Position = cached;
        state.Item.Tokens = target.Tokens(cached, computed - cached);
        target.MarkComputed(state.Item, _layout.TailPass);
        return state;
    }

    private RequestState State(GenerationRequest request)
        => new(1, request, Info(), new Reply(8, CancellationToken.None), submittedAt: 1, new Engine.Depth.Courses.CourseFactory(Info(), stepsLoops: false, TimeProvider.System));

    private SlotTable Slots() => new(Info());

    private ExecutorInfo Info() => new(_layout, Scripted.VocabularySize, 3, 64, 32, "none");
}
