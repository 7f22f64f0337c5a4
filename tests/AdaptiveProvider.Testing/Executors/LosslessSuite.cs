using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Engine;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Self-speculation gives full depth's reply for every exit and draft length, and leaves the cache as if nothing had been drafted.</summary>
public abstract class LosslessSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    private const int Output = 20;
    private const int Seed = 11;

    private static readonly SamplingSettings[] Samplings =
    [
        SamplingSettings.Greedy,
        new() { Temperature = 1, TopP = 0.9f },
        new() { RepetitionPenalty = 1.3f, FrequencyPenalty = 0.5f },
        new() { Temperature = 0.8f, TopK = 6, PresencePenalty = 1 },
    ];

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_EveryExitAndDraftLength_SameAsThePlainModel(string name)
    {
        using var tiny = OpenDepth(name);
        int[] prompt = tiny.Tokens(6, Seed);
        int accepted = 0, rejected = 0, compared = 0, all = 0;
        foreach (var sampling in Samplings)
        {
            var plain = Alone(tiny, Request(tiny, prompt, Output) with { Sampling = sampling });

            var replies = Together(tiny, options: null, from depth in Drafting(tiny) select plain.Request with { Depth = depth });

            compared += replies.Sum(reply => AssertSameReply(plain, reply));
            all += replies.Sum(reply => reply.Tokens.Count);
            accepted += replies.Sum(reply => reply.Summary.AcceptedDraftTokens);
            rejected += replies.Sum(reply => reply.Summary.DraftTokens - reply.Summary.AcceptedDraftTokens);
        }

        Assert.InRange(compared, all * 3 / 4, all);
        Assert.True(accepted > 40 && rejected > 60, $"Only {accepted} drafts stood and {rejected} did not.");
    }

    // A stop token among the drafts ends the reply where it would without, and what was drafted after it is not delivered.
    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_StopTokenInsideDrafts_EndsTheReplyThere(string name)
    {
        using var tiny = OpenDepth(name);
        int stopped = 0;
        foreach (var sampling in Samplings)
        {
            var whole = Alone(tiny, Request(tiny, tiny.Tokens(6, Seed), Output) with { Sampling = sampling });
            foreach (int stop in whole.Ids.Distinct().Skip(1))
            {
                var plain = whole.Request with { StopTokens = [stop] };
                int end = Array.IndexOf(whole.Ids, stop);
                var replies = Together(tiny, options: null, from depth in Drafting(tiny).Where(depth => depth.DraftLength >= 3) select plain with { Depth = depth });

                var expected = whole with { Tokens = [.. whole.Tokens.Take(end)] };
                foreach (var reply in replies.Where(reply => AssertSameReply(expected, reply) == end && (IsExact || reply.Tokens.Count == end)))
                {
                    Assert.Equal((FinishCause.StopToken, end + 1), (reply.Summary.Cause, reply.Summary.OutputTokens));
                    stopped += end > 1 ? 1 : 0;
                }
            }
        }

        Assert.True(stopped > 4);
    }

    // Another conversation goes on from the slot in which drafts were rejected.
    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_ContinuedAfterRejectedDrafts_SameAsInAFreshSlot(string name)
    {
        using var tiny = OpenDepth(name);
        var random = new Random(Seed);
        int cached = 0, rejected = 0;
        foreach (var depth in Drafting(tiny).Where(depth => depth.DraftLength > 0))
        {
            using var harness = new EngineHarness(tiny.Executor);
            var first = Run(harness, Request(tiny, tiny.Tokens(6, random.Next()), random.Next(2, Output), depth))[0];
            var follow = Request(tiny, [.. first.Request.PromptTokens.Span, .. first.Ids, .. tiny.Tokens(3, random.Next())], 6);

            var continued = Run(harness, follow)[0];

            AssertSameReply(Alone(tiny, follow with { ReusePrefix = false }), continued);
            cached += continued.Summary.CachedTokens - first.Request.PromptTokens.Length;
            rejected += first.Summary.DraftTokens - first.Summary.AcceptedDraftTokens;
        }

        Assert.True(cached > 20 && rejected > 8, $"{cached} generated tokens were taken over after {rejected} rejected drafts.");
    }

    // After any step the slot claims nothing that rejected drafts have written: the reply's token may lie where the cache is a draft's.
    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_ContinuedAfterACancelledRound_SameAsInAFreshSlot(string name)
    {
        using var tiny = OpenDepth(name);
        var settings = Drafting(tiny).Last(depth => depth.DraftLength == 4);
        int cached = 0;
        for (int steps = 3; steps < 16; steps++)
        {
            using var harness = new EngineHarness(tiny.Executor);
            using var cancellation = new CancellationTokenSource();
            var first = Request(tiny, tiny.Tokens(6, Seed + steps), Output, settings);
            var reader = new ScriptedReader(harness.Submit(first, cancellation.Token));
            for (int step = 0; step < steps; step++)
            {
                harness.Step();
            }

            reader.Read();
            cancellation.Cancel();
            harness.StepUntilIdle();
            var follow = Request(tiny, [.. first.PromptTokens.Span, .. reader.Tokens.Select(token => token.Token), 1, 2], 6);

            var continued = Run(harness, follow)[0];

            AssertSameReply(Alone(tiny, follow with { ReusePrefix = false }), continued);
            cached += continued.Summary.CachedTokens;
        }

        Assert.True(cached > 40);
    }

    // Rows that waited for their deep passes go through them together: the token that takes them along has full depth's logits.
    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_TokensThatTakeWaitingOnesAlong_HaveFullDepthsLogits(string name)
    {
        using var tiny = OpenDepth(name);
        var layout = tiny.Spec.Layout;
        Skip.If(LeavesNothingUnwritten(layout), "No token waits.");
        int deep = 0, deferred = 0;
        foreach (int exit in layout.ExitPasses.Where(exit => exit < layout.PassCount))
        {
            foreach (int waiting in new[] { 1, 2, 5 })
            {
                var reply = Alone(tiny, Request(tiny, tiny.Tokens(6, Seed + exit), Output, new DepthSettings { Method = DepthMethod.Synchronized, Exits = [exit], Measure = ExitMeasure.Cosine, Threshold = -2, PendingMax = waiting }));
                int[] text = [.. reply.Request.PromptTokens.Span, .. reply.Ids];
                var expected = FullDepth(tiny, text);
                for (int i = 0; i < reply.Tokens.Count; i++)
                {
                    if (reply.Tokens[i].LayersExecuted == layout.LayerDepth)
                    {
                        AssertSame(expected[reply.Request.PromptTokens.Length - 1 + i], reply.Tokens[i].Sample);
                        deep++;
                    }
                }

                deferred += reply.Summary.DeferredTokens;
                Assert.InRange(reply.Layers.Count(layers => layers == layout.LayerDepth), Output / (waiting + 1), (Output / (waiting + 1)) + 1);
            }
        }

        Assert.True(deep > 5 && deferred > 20);
    }

    // A draft's row would attend to what its predecessors' first loops wrote where full depth leaves what their last wrote.
    [SkippableTheory]
    [InlineData("ouro")]
    [InlineData("huginn")]
    public void Submit_LoopsThatOverwriteOnePlane_AreRefused(string name)
    {
        using var tiny = Open(name, change: spec => spec with { Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { KvPolicy = KvPolicy.SingleOverwritten } : stage)) });

        Assert.Throws<DepthNotSupportedException>(() => Alone(tiny, Request(tiny, tiny.Tokens(6), 4, new DepthSettings { Method = DepthMethod.Lossless })));
    }

    // All rows of a text at full depth; the prompt's rows as the model's own router says.
    private static SampledToken[] FullDepth(TinyExecutor tiny, int[] text)
    {
        const int Prompt = 6;
        tiny.Steps.Run(tiny.Steps.Item(0, 0, text.AsMemory(0, Prompt - 1), HeadRows.None));
        var rows = tiny.Steps.Run(tiny.Steps.Item(0, Prompt - 1, text.AsMemory(Prompt - 1), HeadRows.All, threshold: 0))[0];
        return [.. Enumerable.Repeat(default(SampledToken), Prompt - 1), .. rows];
    }

    private static IEnumerable<DepthSettings> Drafting(TinyExecutor tiny)
    {
        var layout = tiny.Spec.Layout;
        int[] exits = layout.HasRouter ? [layout.ExitPasses[0]] : [.. layout.ExitPasses.Where(exit => exit < layout.PassCount)];
        return from exit in exits
               from length in Enumerable.Range(0, 7)
               select new DepthSettings
               {
                   Method = DepthMethod.Lossless,
                   Exits = [exit],
                   DraftLength = length,
                   Threshold = length % 2 == 0 ? -1 : 0.3f, // draft on in any case, or while it is sure
                   PendingMax = length == 6 ? 4 : 8, // fewer than the drafts that were asked for
               };
    }
}
