using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Engine;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>
/// Random lives in which every request spends depth in a way of its own: arrivals, shared prefixes, slow readers and cancellations over random limits,
/// steps of any duration, loop by loop or at once. Every reply and every depth is what the request gets alone.
/// </summary>
public abstract class DepthBatchSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    // Fewer where a step takes longer.
    private int Lives => IsExact ? 12 : 4;

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Step_RandomDepths_EachAsAlone(string name)
    {
        UnsteadyExecutor? paced = null;
        using var tiny = OpenDepth(name, new TestExecutorOptions { SlotCount = 4, SlotLength = 64, StepRowsMax = 40, KeptRowsMax = 8 }, executor => paced = new UnsteadyExecutor(executor));
        var totals = new Totals();
        for (int seed = 0; seed < Lives; seed++)
        {
            try
            {
                Live(tiny, paced!, seed, totals);
            }
            catch (Exception failure) when (failure is not SkipException)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }

        Assert.True(totals is { Early: > 60, Drafted: > 0, Cached: > 40, Compared: > 250 } && totals.Compared > totals.All * 3 / 4 && (totals.Deferred > 10 || LeavesNothingUnwritten(tiny.Spec.Layout)), totals.ToString());
    }

    // Loop by loop or at once: the same replies.
    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_LoopByLoop_SameAsAtOnce(string name)
    {
        using var tiny = OpenDepth(name);
        var requests = new RandomDepthRequests(tiny, new Random(5));
        var (compared, all) = (0, 0);
        for (int i = 0; i < 24; i++)
        {
            var request = requests.Next(tiny.Tokens(8, i), 16);
            compared += AssertSameReply(Alone(tiny, request), Alone(tiny, request, new EngineOptions { StepsLoops = true }));
            all += 16;
        }

        Assert.InRange(compared, all / 2, all);
    }

    private void Live(TinyExecutor tiny, UnsteadyExecutor paced, int seed, Totals totals)
    {
        var random = new Random(seed);
        var options = new EngineOptions { PrefillRowsPerStep = random.Next(1, 16), StreamCapacity = random.Next(2, 20), StepsLoops = seed % 2 == 0 };
        var calls = new List<Call>();
        using (var harness = new EngineHarness(tiny.Executor, options))
        {
            paced.Begin(harness.Clock, random);
            for (int turn = 60; turn > 0; turn--)
            {
                Act(harness, new RandomDepthRequests(tiny, random), random, calls);
            }

            for (int round = 0; calls.Exists(call => !call.Reader.IsAtEnd); round++)
            {
                Assert.True(round < 1000);
                harness.StepUntilIdle();
                calls.ForEach(call => call.Reader.Read());
                Assert.True(harness.StopCause is null, harness.StopCause?.ToString());
            }

            harness.StepUntilIdle();
            Assert.Equal(calls.Sum(call => call.Reader.Stream.Summary!.LayersExecuted), harness.Snapshot().TokenLayerRows);
        }

        foreach (var call in calls)
        {
            Check(tiny, call, totals);
        }
    }

    private static void Act(EngineHarness harness, RandomDepthRequests requests, Random random, List<Call> calls)
    {
        switch (random.Next(8))
        {
            case 0 or 1 when calls.Count < 9:
                int[] prompt = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3))];
                if (calls.Count > 0 && random.Next(3) > 0)
                {
                    var earlier = calls[random.Next(calls.Count)].Reader;
                    prompt = [.. earlier.Stream.Request.Request.PromptTokens.Span, .. earlier.Tokens.Select(token => token.Token), random.Next(3)];
                    prompt = prompt[..Math.Min(prompt.Length, 50)];
                }

                var cancellation = new CancellationTokenSource();
                calls.Add(new Call(new ScriptedReader(harness.Submit(requests.Next(prompt, random.Next(1, 64 - prompt.Length)), cancellation.Token)), cancellation));
                break;
            case 2 or 3 when calls.Count > 0:
                calls[random.Next(calls.Count)].Reader.Read(random.Next(1, 6));
                break;
            case 4 when calls.Count > 0 && random.Next(5) == 0:
                var call = calls[random.Next(calls.Count)];
                call.IsLeft = true;
                call.Cancellation.Cancel();
                break;
            default:
                harness.Step();
                break;
        }
    }

    private void Check(TinyExecutor tiny, Call call, Totals totals)
    {
        var request = call.Reader.Stream.Request.Request;
        var summary = call.Reader.Stream.Summary!;
        var tokens = call.Reader.Tokens;
        var alone = Alone(tiny, request with { ReusePrefix = false });
        if (call.IsLeft)
        {
            alone = alone with { Tokens = [.. alone.Tokens.Take(tokens.Count)] };
        }

        totals.Compared += AssertSameReply(alone, new DepthReply(request, tokens, summary));
        totals.All += tokens.Count;
        totals.Early += summary.EarlyExitTokens;
        totals.Deferred += summary.DeferredTokens;
        totals.Drafted += summary.DraftTokens;
        totals.Cached += summary.CachedTokens;
    }

    private sealed class Call(ScriptedReader reader, CancellationTokenSource cancellation)
    {
        public ScriptedReader Reader { get; } = reader;

        public CancellationTokenSource Cancellation { get; } = cancellation;

        public bool IsLeft { get; set; }
    }

    private sealed record Totals
    {
        public int Compared { get; set; }

        public int All { get; set; }

        public int Early { get; set; }

        public int Deferred { get; set; }

        public int Drafted { get; set; }

        public int Cached { get; set; }
    }
}
