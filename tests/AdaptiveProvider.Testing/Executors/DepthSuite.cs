using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Static exits, starts below full depth from kept states, loops over shared weights.</summary>
public abstract class DepthSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    [SkippableFact]
    public void Execute_ExitsAtEveryPass_MatchReferenceInOneBatch()
    {
        using var tiny = Open("llama-untied-bf16-shards");
        int[] tokens = tiny.Tokens(30);

        // Shallow first: the executor must find the deeper items itself.
        var rows = tiny.Steps.Run([.. Enumerable.Range(1, 4).Select(depth => tiny.Steps.Item(depth, 0, tokens.AsMemory(0, 20 + depth), endPass: depth))]);

        for (int depth = 1; depth <= 4; depth++)
        {
            TokenAssert.Close(tiny.Reference.NextLogits(tokens.AsSpan(0, 20 + depth), depth), rows[depth - 1][0], 1e-4);
        }

        Assert.Equal((21 * 1) + (22 * 2) + (23 * 3) + (24 * 4), tiny.Steps.LayerRows);
    }

    [SkippableFact]
    public void Execute_ExitsMixedInABatch_SameBitsAsAlone()
    {
        using var tiny = Open("qwen2-bias", TestPrecision.EightBit);
        int[] tokens = tiny.Tokens(30);
        var alone = Enumerable.Range(1, 4).Select(depth => tiny.Steps.Prefill(0, tokens, depth)).ToArray();

        var together = tiny.Steps.Run(
            [.. Enumerable.Range(0, 8).Select(slot => tiny.Steps.Item(slot, 0, tokens, HeadRows.All, endPass: (slot * 3 % 4) + 1))]);

        for (int slot = 0; slot < 8; slot++)
        {
            AssertSame(alone[slot * 3 % 4], together[slot], TestPrecision.EightBit);
        }
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Execute_DepthInTwoSteps_SameBitsAsOne(int split)
    {
        using var tiny = Open("qwen3-norms");
        int[] tokens = tiny.Tokens(40);
        var expected = tiny.Steps.Prefill(0, tokens);

        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: split, keep: true));
        var deferred = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: split))[0];

        AssertSame(expected, deferred);
    }

    // FREE's synchronised parallel decoding: rows that left early catch up together with the next deep row.
    [SkippableFact]
    public void Execute_DeferredSpan_SameBitsAsSinglePasses()
    {
        const int Split = 2, Prompt = 20, Pending = 9;
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(Prompt + Pending);
        var expected = tiny.Steps.Decode(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, Prompt)));
        for (int position = Prompt; position < tokens.Length; position++)
        {
            tiny.Steps.Run(tiny.Steps.Item(1, position, tokens.AsMemory(position, 1), endPass: Split, keep: true));
        }

        // Company of other depths, so that the deferred span is one of several kinds of items.
        var rows = tiny.Steps.Run(
            tiny.Steps.Item(2, 0, tokens.AsMemory(0, 5), endPass: 3),
            tiny.Steps.Item(1, Prompt, tokens.AsMemory(Prompt), HeadRows.All, firstPass: Split),
            tiny.Steps.Item(3, 0, tokens.AsMemory(0, 7)));

        AssertSame(expected.AsSpan(Prompt), rows[1]);
        AssertSame(expected[6], rows[2][0]);
    }

    [SkippableFact]
    public void Execute_StatesFromDifferentDepthsInOnePass_SameBitsAsAlone()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(10);
        var full = tiny.Steps.Prefill(0, tokens);
        var shallow = tiny.Steps.Prefill(0, tokens, 2);
        for (int slot = 1; slot <= 2; slot++)
        {
            tiny.Steps.Run(tiny.Steps.Item(slot, 0, tokens, HeadRows.None, endPass: slot, keep: true));
        }

        // No order of these items makes the rows of both middle passes consecutive.
        var rows = tiny.Steps.Run(
            tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: 1, endPass: 4),
            tiny.Steps.Item(3, 0, tokens, HeadRows.All, endPass: 2),
            tiny.Steps.Item(2, 0, tokens, HeadRows.All, firstPass: 2),
            tiny.Steps.Item(4, 0, tokens, HeadRows.All));

        AssertSame(full, rows[0]);
        AssertSame(shallow, rows[1]);
        AssertSame(full, rows[2]);
        AssertSame(full, rows[3]);
    }

    [SkippableFact]
    public void Execute_StateNotKept_Throws()
    {
        using var tiny = Open("llama-tied-gqa", new TestExecutorOptions { KeptRowsMax = 4 });
        int[] tokens = tiny.Tokens(10);
        tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens.AsMemory(0, 4), HeadRows.None, endPass: 2, keep: true));

        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, 4), firstPass: 2)));
        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens.AsMemory(0, 4), firstPass: 1)));
        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 4, tokens.AsMemory(4, 5), HeadRows.None, endPass: 2, keep: true)));
        tiny.Steps.Run(tiny.Steps.Item(0, 4, tokens.AsMemory(4, 1), HeadRows.None, endPass: 2, keep: true));
        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens.AsMemory(0, 1), firstPass: 2)));
        tiny.Steps.Run(tiny.Steps.Item(0, 1, tokens.AsMemory(1, 4), firstPass: 2));
        tiny.Steps.Run(tiny.Steps.Item(0, 3, tokens.AsMemory(3, 1)));
        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 3, tokens.AsMemory(3, 1), firstPass: 2)));
    }

    [SkippableFact]
    public void Execute_LoopedStage_MatchesReference()
    {
        using var tiny = Open("llama-tied-gqa", change: Looped(KvPolicy.PerLoop));
        int[] tokens = tiny.Tokens(40);

        var rows = tiny.Steps.Prefill(0, tokens);
        var exits = Enumerable.Range(1, 5).Select(depth => tiny.Steps.Decode(depth, tokens, depth)[^1]).ToArray();

        TokenAssert.Close(tiny.Reference.NextLogits(tokens), rows[^1], 1e-4);
        for (int depth = 1; depth <= 5; depth++)
        {
            TokenAssert.Close(tiny.Reference.NextLogits(tokens, depth), exits[depth - 1], 1e-4);
        }
    }

    // Rows waiting for the same weights form one batch whatever their loop.
    [SkippableFact]
    public void Execute_DifferentLoopsInOnePass_SameBitsAsAlone()
    {
        using var tiny = Open("llama-tied-gqa", change: Looped(KvPolicy.PerLoop));
        int[] tokens = tiny.Tokens(20);
        var full = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: 2, keep: true));
        var plan = new StepPlan();
        plan.Items.Add(tiny.Steps.Item(2, 0, tokens, HeadRows.All));
        plan.Items.Add(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: 2));
        plan.Passes.Add(new StagePass(0) { Entries = { new(0, 0) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(0, 0), new(1, 1) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(1, 2), new(0, 1) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(0, 2) } });
        plan.Passes.Add(new StagePass(2) { Entries = { new(0, 0), new(1, 0) } });

        var rows = tiny.Steps.Run(plan);

        AssertSame(full, rows[0]);
        AssertSame(full, rows[1]);
    }

    [SkippableTheory]
    [InlineData(KvPolicy.SharedFirst)]
    [InlineData(KvPolicy.SingleOverwritten)]
    public void Execute_OneLoopOfASharedPlane_SameBitsAsItsOwn(KvPolicy policy)
    {
        static ModelSpec Cut(ModelSpec spec, KvPolicy policy) => spec with { Layout = new StageLayout([new Stage(0, 4, 1, policy)]) };
        using var own = Open("llama-tied-gqa", change: spec => Cut(spec, KvPolicy.PerLoop));
        using var shared = Open("llama-tied-gqa", change: spec => Cut(spec, policy));
        int[] tokens = own.Tokens(30);

        AssertSame(own.Steps.Prefill(0, tokens), shared.Steps.Prefill(0, tokens));
    }

    [SkippableFact]
    public void Execute_SharedPlanes_SaveCacheAndChangeTheResult()
    {
        using var own = Open("llama-tied-gqa", change: Looped(KvPolicy.PerLoop));
        using var first = Open("llama-tied-gqa", change: Looped(KvPolicy.SharedFirst));
        using var single = Open("llama-tied-gqa", change: Looped(KvPolicy.SingleOverwritten));
        int[] tokens = own.Tokens(30);

        var (ownLast, firstLast, singleLast) = (own.Steps.Prefill(0, tokens)[^1], first.Steps.Prefill(0, tokens)[^1], single.Steps.Prefill(0, tokens)[^1]);

        Assert.Equal(Kind.CacheBytesPerToken(own.Executor) / 8 * 4, Kind.CacheBytesPerToken(first.Executor));
        Assert.Equal(Kind.CacheBytesPerToken(first.Executor), Kind.CacheBytesPerToken(single.Executor));
        Assert.NotEqual(ownLast.TopLogits!, firstLast.TopLogits!);
        AssertSame(ownLast, singleLast);
        AssertSame(first.Steps.Decode(1, tokens)[^1], firstLast);
    }

    // [layer 0] · [layers 1-2, three loops] · [layer 3]
    private static Func<ModelSpec, ModelSpec> Looped(KvPolicy policy)
        => spec => spec with { Layout = new StageLayout([new Stage(0, 1), new Stage(1, 2, 3, policy), new Stage(3, 1)]) };
}
