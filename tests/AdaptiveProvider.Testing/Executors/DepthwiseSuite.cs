using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Continuous depth-wise batching: rows stop between loops and go on in later steps, together with rows of other loops.</summary>
public abstract class DepthwiseSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    private const int Prompt = 10;
    private const int Replies = 6;

    public static TheoryData<string> Models =>
    [
        "recursive-cycle",
        "recursive-middle-cycle-shared-first",
        "relaxed-middle-cycle",
        "mor-expert",
        "mor-expert-interpolate",
        "mor-expert-mlp-auxiliary",
        "mor-expert-relaxed",
        "middle_cycle shared_first interpolate kind: expert_choice, decision: router, scale: 0.5",
        "cycle recursion_wise add_output kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_DepthInTwoSteps_SameAsOne(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        var expected = Prefill(tiny, 0, tokens, 0);
        for (int split = 1; split < tiny.Spec.Layout.PassCount; split++)
        {
            Run(tiny, tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: split, keep: true, threshold: 0));
            var rows = Run(tiny, tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: split, threshold: 0))[0];

            AssertSame(expected.Tokens, rows.Tokens);
            Assert.All(rows.Layers, layers => Assert.Equal(tiny.Spec.Layout.LayerDepth - tiny.Spec.Layout.LayersAfter(split), layers));
        }
    }

    // Every step takes each request one loop on; requests joined at different steps, so that the rows of a step are at different loops. Their
    // prompts were routed, so that each loop's planes hold other positions.
    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_RowsOfDifferentLoopsInOnePass_SameAsWholePasses(string name)
    {
        const int Requests = 4;
        using var tiny = Open(name);
        int passCount = tiny.Spec.Layout.PassCount;
        int[][] texts = [.. Enumerable.Range(0, Requests).Select(slot => tiny.Tokens(Prompt + Replies, seed: slot))];
        var expected = texts.Select(text =>
        {
            Run(tiny, tiny.Steps.Item(Requests, 0, text.AsMemory(0, Prompt), HeadRows.None, threshold: 0.5f));
            return Run(tiny, tiny.Steps.Item(Requests, Prompt, text.AsMemory(Prompt), HeadRows.All, threshold: 0))[0];
        }).ToArray();
        int[] positions = [.. Enumerable.Repeat(Prompt, Requests)], passes = new int[Requests];
        var mixed = new HashSet<int>();
        for (int slot = 0; slot < Requests; slot++)
        {
            Run(tiny, tiny.Steps.Item(slot, 0, texts[slot].AsMemory(0, Prompt), HeadRows.None, threshold: 0.5f));
        }

        for (int step = 0; positions.Any(position => position < Prompt + Replies); step++)
        {
            int[] slots = [.. Enumerable.Range(0, Math.Min(Requests, step + 1)).Where(slot => positions[slot] < Prompt + Replies)];
            int[] ends = [.. slots.Select(slot => End(tiny.Spec.Layout, passes[slot]))];
            mixed.Add(slots.Select(slot => passes[slot]).Distinct().Count());
            var rows = tiny.Steps.RunByStage([.. slots.Select((slot, i) => tiny.Steps.Item(
                slot, positions[slot], texts[slot].AsMemory(positions[slot], 1), ends[i] == passCount ? HeadRows.Last : HeadRows.None, passes[slot], ends[i], keep: ends[i] < passCount, threshold: 0))]);
            for (int i = 0; i < slots.Length; i++)
            {
                passes[slots[i]] = ends[i] % passCount;
                if (ends[i] == passCount)
                {
                    AssertSame(expected[slots[i]].Tokens[positions[slots[i]]++ - Prompt], rows[i].Single());
                }
            }
        }

        Assert.True(mixed.Max() > 1);
    }

    // The engine decides between loops by the measured scores what the stage decides by itself in whole passes.
    [SkippableTheory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-interpolate")]
    [InlineData("mor-expert-relaxed")]
    [InlineData("middle_cycle shared_first add_output kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5")]
    public void Execute_LoopByLoopByRouterScore_SameAsRouted(string name)
    {
        const float Threshold = 0.5f;
        using var tiny = Open(name);
        Skip.If(Kind.RowTolerance(TestPrecision.F32) > 0, "Where rows differ from batch to batch, depths may too.");
        int[] tokens = tiny.Tokens(Prompt + 12);
        int tail = tiny.Spec.Layout.TailPass;
        var expected = Prefill(tiny, 0, tokens, Threshold);
        Run(tiny, tiny.Steps.Item(1, 0, tiny.Tokens(40, seed: 9), HeadRows.None, threshold: 0));
        Run(tiny, tiny.Steps.Item(1, 0, tokens.AsMemory(0, Prompt), HeadRows.None, threshold: Threshold));
        var depths = new HashSet<int>();
        for (int position = Prompt; position < tokens.Length; position++)
        {
            int pass = 0;
            long layers = 0;
            do
            {
                var item = tiny.Steps.Item(1, position, tokens.AsMemory(position, 1), HeadRows.None, pass, End(tiny.Spec.Layout, pass), keep: true, threshold: 0);
                item.Measure = ExitMeasure.RouterScore;
                Run(tiny, item);
                (pass, layers) = (item.EndPass, layers + tiny.Steps.LayerRows);
            }
            while (pass < tail && tiny.Steps.Scores[0] > Threshold);

            var exit = tiny.Steps.Item(1, position, tokens.AsMemory(position, 1), firstPass: pass, endPass: pass < tail ? pass : null, threshold: 0);
            exit.RunsTail = pass < tail;
            var row = Run(tiny, exit)[0];

            AssertSame(expected.Tokens[position], row.Tokens[0]);
            Assert.Equal(expected.Layers[position], layers + tiny.Steps.LayerRows);
            depths.Add(pass);
        }

        Assert.True(depths.Count > 1);
    }

    // One loop, with the single-loop stages before and after it.
    private static int End(StageLayout layout, int pass)
    {
        int end = pass;
        while (end < layout.PassCount && layout.Passes[end].Loop == 0 && layout.Stages[layout.Passes[end].StageIndex].Loops == 1)
        {
            end++;
        }

        end++;
        return end >= layout.TailPass && layout.TailPass > pass && end < layout.PassCount ? layout.TailPass : Math.Min(end, layout.PassCount);
    }
}
