using System.Collections.Immutable;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>A method whose tokens never leave gives the plain model's reply, and a replay of recorded depths gives the reply that they came from.</summary>
public abstract class NeverLeavingSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    private const int Output = 14;
    private const float Never = 2; // above every measure

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_ThresholdsThatNeverLeave_SameAsThePlainModel(string name)
    {
        using var tiny = OpenDepth(name);
        int[] prompt = tiny.Tokens(7);
        foreach (var sampling in new[] { SamplingSettings.Greedy, new SamplingSettings { Temperature = 1, RepetitionPenalty = 1.2f } })
        {
            // A router's own choice is not full depth: where a method takes its place, every loop is.
            var routed = Request(tiny, prompt, Output) with { Sampling = sampling };
            var plain = Alone(tiny, tiny.Spec.Layout.HasRouterThreshold ? Request(tiny, prompt, Output, new DepthSettings { Method = DepthMethod.Router, Threshold = 0 }) with { Sampling = sampling } : routed);
            foreach (bool stepsLoops in new[] { false, true })
            {
                var options = new EngineOptions { StepsLoops = stepsLoops };
                var replies = Together(tiny, options, NeverLeaving(tiny).Select(depth => routed with { Depth = depth }));
                int compared = replies.Sum(reply => AssertSameReply(plain, reply));

                Assert.InRange(compared, replies.Sum(reply => reply.Tokens.Count) * 3 / 4, int.MaxValue);
                AssertSameReply(Alone(tiny, routed), Alone(tiny, routed with { Depth = null }, options));
                AssertSameReply(Alone(tiny, routed), Alone(tiny, routed, options));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DepthModels.RoutedNames), MemberType = typeof(DepthModels))]
    public void Submit_RouterAtTheModelsThreshold_SameAsThePlainModel(string name)
    {
        using var tiny = OpenDepth(name);
        var plain = Alone(tiny, Request(tiny, tiny.Tokens(7), 40));
        Assert.True(plain.Layers.Distinct().Count() > 1);

        foreach (float? threshold in new float?[] { null, tiny.Executor.Info.RouterThreshold })
        {
            var request = plain.Request with { Depth = new DepthSettings { Method = DepthMethod.Router, Threshold = threshold } };
            AssertSameReply(plain, Alone(tiny, request));
            AssertSameReply(plain, Alone(tiny, request, new EngineOptions { StepsLoops = true }));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_ReplayOfRecordedExits_SameReply(string name)
    {
        using var tiny = OpenDepth(name);
        var layout = tiny.Spec.Layout;
        int depths = 0, seed = 0;
        foreach (var method in new[] { DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Router }.Where(method => method != DepthMethod.Router || layout.HasRouterThreshold))
        {
            foreach (bool stepsLoops in new[] { false, true })
            {
                var recorded = Alone(tiny, Request(tiny, tiny.Tokens(7, ++seed), 30, new DepthSettings { Method = method, Budget = 0.8, Measure = MeasureOf(tiny, method) }), new EngineOptions { StepsLoops = stepsLoops });
                ImmutableArray<int> exits = [.. recorded.Tokens.Select(token => layout.ExitPasses.First(exit => layout.LayersAtExit(exit) == token.LayersExecuted))];
                var replay = recorded.Request with { Depth = recorded.Request.Depth! with { Budget = null, Threshold = Never, Replay = exits } };

                var replayed = Alone(tiny, replay, new EngineOptions { StepsLoops = stepsLoops });
                AssertSameReply(recorded, replayed);
                Assert.Equal(recorded.Summary.LayersExecuted, replayed.Summary.LayersExecuted);
                Assert.Equal(recorded.Summary.DeferredTokens, replayed.Summary.DeferredTokens);
                depths += exits.Distinct().Count() - 1;
            }
        }

        Assert.True(depths > 1);
    }

    // The depth is chosen before the first loop, so there is nothing to decide between loops.
    [SkippableFact]
    public void Submit_MethodsThatATokenChoiceRouterDoesNotSupport_AreRefused()
    {
        using var tiny = OpenDepth("mor-token");
        var plain = Request(tiny, tiny.Tokens(7), 12);

        foreach (var method in new[] { DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Router, DepthMethod.Lossless })
        {
            Assert.Throws<DepthNotSupportedException>(() => Alone(tiny, plain with { Depth = new DepthSettings { Method = method } }));
        }

        AssertSameReply(Alone(tiny, plain with { Depth = null }), Alone(tiny, plain, new EngineOptions { StepsLoops = true }));
    }

    private static ExitMeasure MeasureOf(TinyExecutor tiny, DepthMethod method) => method == DepthMethod.Router ? ExitMeasure.None : tiny.Executor.Info.Measures[^1];

    private static IEnumerable<DepthSettings> NeverLeaving(TinyExecutor tiny)
    {
        int passCount = tiny.Spec.Layout.PassCount;
        yield return new DepthSettings { Method = DepthMethod.Synchronized, Measure = ExitMeasure.Entropy, Threshold = Never };
        foreach (var measure in tiny.Executor.Info.Measures.Where(measure => measure != ExitMeasure.RouterScore))
        {
            yield return new DepthSettings { Method = DepthMethod.Confidence, Measure = measure, Threshold = Never };
        }

        // A minimum, exits that are never asked, and depths that are replayed.
        yield return new DepthSettings { Method = DepthMethod.Confidence, PassMin = passCount - 1, Exits = [tiny.Spec.Layout.ExitPasses[0]], Threshold = Never };
        yield return new DepthSettings { Method = DepthMethod.Confidence, Threshold = -1, Replay = [.. Enumerable.Repeat(passCount, Output)] };
        if (tiny.Spec.Layout.HasRouterThreshold)
        {
            yield return new DepthSettings { Method = DepthMethod.Confidence, Measure = ExitMeasure.RouterScore, Threshold = 0 };
            yield return new DepthSettings { Method = DepthMethod.Router, Threshold = 0 };
            yield return new DepthSettings { Method = DepthMethod.Router, Threshold = 1, Replay = [.. Enumerable.Repeat(passCount, Output)] };
        }
        else
        {
            yield return new DepthSettings { Method = DepthMethod.Static };
            yield return new DepthSettings { Method = DepthMethod.Lossless, DraftLength = 0 };
        }
    }
}
