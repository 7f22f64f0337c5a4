using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Engine and executor together on looped models: full depth, fixed loops, and leaving by the gate as the published code selects.</summary>
public abstract class LoopedEngineSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    // Where the reference's two highest logits, or a gate and its threshold, are closer than this, single precision may choose the other.
    private const double NearTie = 2e-3;
    private const int TokenCount = 12;

    [SkippableTheory]
    [MemberData(nameof(TinyLoopedModels.Names), MemberType = typeof(TinyLoopedModels))]
    public async Task Submit_GreedyRequestsTogether_MatchReferenceGenerator(string name)
    {
        using var tiny = Open(name);
        using var harness = new EngineHarness(tiny.Executor, new EngineOptions { PrefillRowsPerStep = 8 });
        int[][] prompts = [.. Enumerable.Range(1, 3).Select(seed => tiny.Tokens(5 * seed, seed))];

        var streams = prompts.Select(prompt => harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = TokenCount })).ToArray();
        harness.StepUntilIdle();

        for (int i = 0; i < prompts.Length; i++)
        {
            var expected = ReferenceGenerator.Generate(tiny.Reference, prompts[i], TokenCount);
            var actual = await EngineHarness.ReadAsync(streams[i]);
            int sure = expected.CertainCount(NearTie);
            Assert.Equal(expected.Tokens.Take(sure), actual.Select(token => token.Token).Take(sure));
            Assert.InRange(sure, 4, TokenCount);
            Assert.All(actual, token => Assert.Equal(tiny.Spec.Layout.LayerDepth, token.LayersExecuted));
        }
    }

    [SkippableTheory]
    [InlineData("ouro", 2)]
    [InlineData("huginn", 3)]
    public async Task Submit_FixedLoops_MatchTheReferenceThatLeavesThere(string name, int passes)
    {
        using var tiny = Open(name);
        using var harness = new EngineHarness(tiny.Executor);
        int[] prompt = tiny.Tokens(9);
        var settings = new DepthSettings { Method = DepthMethod.Static, Exits = [passes] };

        var stream = harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = TokenCount, Depth = settings });
        harness.StepUntilIdle();

        var actual = await EngineHarness.ReadAsync(stream);
        int[] text = [.. prompt, .. actual.Select(token => token.Token)];
        for (int token = 0; token < TokenCount; token++)
        {
            AssertGreedy(tiny.Reference.Logits(tiny.Reference.Run(text.AsSpan(0, prompt.Length + token), passes, runsTail: true).Hidden[^1]), actual[token].Token);
            Assert.Equal(tiny.Spec.Layout.LayersAtExit(passes), actual[token].LayersExecuted);
        }
    }

    // All loops are computed in the end, and the gate only selects whose state goes to the head: what the published code does, at less cost per token.
    [SkippableTheory]
    [InlineData(null)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public async Task Submit_OuroLeavesByItsGate_SelectsAsThePublishedCode(float? share)
    {
        using var tiny = Open("ouro");
        using var harness = new EngineHarness(tiny.Executor);
        int[] prompt = tiny.Tokens(9);
        var settings = new DepthSettings { Method = DepthMethod.Synchronized, Exits = [1, 2, 3], Threshold = share };

        var stream = harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = 40, Depth = settings });
        harness.StepUntilIdle();

        var actual = await EngineHarness.ReadAsync(stream);
        int[] text = [.. prompt, .. actual.Select(token => token.Token)];
        int compared = 0;
        for (int token = 0; token < actual.Count; token++)
        {
            int[] known = text[..(prompt.Length + token)];
            var (loops, distance) = Select(tiny.Reference, known, share ?? tiny.Spec.Loops!.ExitThreshold);
            if (distance > NearTie)
            {
                Assert.Equal(3 * loops, actual[token].LayersExecuted);
                AssertGreedy(tiny.Reference.NextLogits(known, loops), actual[token].Token);
                compared++;
            }
        }

        Assert.Equal(0.7f, tiny.Executor.Info.GateThreshold);
        Assert.InRange(compared, 30, 40);
        Assert.True(actual.Select(token => token.LayersExecuted).Distinct().Count() > 1);
    }

    // With one plane for all loops nothing is missing when a token leaves: the engine runs nothing but the token's own loops and coda.
    [SkippableFact]
    public async Task Submit_HuginnLeavesOverOnePlane_RunsItsOwnLoopsAndCodaOnly()
    {
        static ModelSpec Single(ModelSpec spec) => spec with
        {
            Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { KvPolicy = KvPolicy.SingleOverwritten } : stage)),
        };
        using var tiny = Open("huginn", change: Single);
        using var twin = Open("huginn", change: Single);
        using var harness = new EngineHarness(tiny.Executor);
        int[] prompt = tiny.Tokens(9);
        var settings = new DepthSettings { Method = DepthMethod.Confidence, Measure = ExitMeasure.RelativeChange, Threshold = 0.6f };

        var stream = harness.Submit(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = TokenCount, Depth = settings });
        harness.StepUntilIdle();

        var actual = await EngineHarness.ReadAsync(stream);
        int[] text = [.. prompt, .. actual.Select(token => token.Token)];
        twin.Steps.Run(twin.Steps.Item(0, 0, text.AsMemory(0, prompt.Length - 1), HeadRows.None));
        for (int token = 0; token < TokenCount; token++)
        {
            var (sample, layers) = LoopByLoop(twin, text.AsMemory(prompt.Length - 1 + token, 1), prompt.Length - 1 + token, 0.6f);
            Assert.Equal((sample, layers), (actual[token].Token, actual[token].LayersExecuted));
        }

        Assert.True(actual.Select(token => token.LayersExecuted).Distinct().Count() > 1);
    }

    private static (int Token, int Layers) LoopByLoop(TinyExecutor tiny, ReadOnlyMemory<int> row, int position, float threshold)
    {
        var layout = tiny.Spec.Layout;
        for (int end = 2; end < layout.TailPass; end++)
        {
            var loop = tiny.Steps.Item(0, position, row, HeadRows.None, firstPass: end == 2 ? 0 : end - 1, endPass: end, keep: true);
            loop.Measure = ExitMeasure.RelativeChange;
            tiny.Steps.Run(loop);
            if (tiny.Steps.Scores[0] > threshold)
            {
                var exit = tiny.Steps.Item(0, position, row, firstPass: end, endPass: end);
                exit.RunsTail = true;
                return (tiny.Steps.Run(exit)[0][0].Token, layout.LayersAtExit(end));
            }
        }

        return (tiny.Steps.Run(tiny.Steps.Item(0, position, row, firstPass: layout.TailPass - 1))[0][0].Token, layout.LayerDepth);
    }

    // The first loop after which the accumulated hazard reaches q, and how near any decision was.
    private static (int Loops, double Distance) Select(ReferenceModel reference, int[] text, double share)
    {
        double left = 0, distance = double.PositiveInfinity;
        for (int loop = 1; loop < 4; loop++)
        {
            left += reference.Hazard(reference.Hidden(text, loop)[^1]) * (1 - left);
            distance = Math.Min(distance, Math.Abs(left - share));
            if (left >= share)
            {
                return (loop, distance);
            }
        }

        return (4, distance);
    }

    private static void AssertGreedy(double[] logits, int token) => Assert.InRange(logits.Max() - logits[token], 0, NearTie);
}
