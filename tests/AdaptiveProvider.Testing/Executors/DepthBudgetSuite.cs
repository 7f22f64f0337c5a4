using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>A budget bounds the mean depth of every reply from its 64th token on, whatever its scores are.</summary>
public abstract class DepthBudgetSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    private const int Settled = 64;
    private const int Output = 84;
    private const double Tolerance = 1.02;

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_RandomBudgets_MeanDepthStaysUnder(string name)
    {
        using var tiny = OpenDepth(name);
        foreach (bool stepsLoops in new[] { false, true })
        {
            var replies = Together(tiny, new EngineOptions { StepsLoops = stepsLoops }, Requests(tiny, IsExact ? 3 : 1));

            foreach (var reply in replies)
            {
                double allowed = Tolerance * reply.Request.Depth!.Budget!.Value * tiny.Spec.Layout.LayerDepth;
                long spent = 0;
                for (int i = 0; i < reply.Tokens.Count; i++)
                {
                    spent += reply.Tokens[i].LayersExecuted;
                    Assert.True(i + 1 < Settled || spent <= allowed * (i + 1), $"{spent} layers after {i + 1} tokens; {allowed:0.##} a token are allowed: {reply}");
                }
            }

            // The bound is used: no reply is much shallower than it may be.
            Assert.InRange(replies.Average(reply => reply.Layers.Average() / (reply.Request.Depth!.Budget!.Value * tiny.Spec.Layout.LayerDepth)), 0.7, 1.1);
        }
    }

    // A router says itself how deep a token goes, and may say less than it is allowed.
    private static IEnumerable<GenerationRequest> Requests(TinyExecutor tiny, int count)
    {
        var random = new Random(2);
        var layout = tiny.Spec.Layout;
        foreach (var method in new[] { DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Router }.Where(method => method != DepthMethod.Router || layout.HasRouterThreshold))
        {
            for (int i = 0; i < count; i++)
            {
                int exit = layout.ExitPasses[method == DepthMethod.Synchronized ? random.Next(layout.ExitPasses.Length - 1) : 0];
                double least = (double)layout.LayersAtExit(exit) / layout.LayerDepth;
                var depth = new DepthSettings
                {
                    Method = method,
                    Exits = method == DepthMethod.Synchronized ? [exit] : [],
                    Budget = least + ((1 - least) * random.NextDouble()),
                    Measure = method == DepthMethod.Router ? ExitMeasure.None : tiny.Executor.Info.Measures[random.Next(tiny.Executor.Info.Measures.Length)],
                    PendingMax = random.Next(1, 8),
                };
                yield return Request(tiny, tiny.Tokens(6, i), Output, depth) with { TopLogitCount = 0, Seed = i, Sampling = new SamplingSettings { Temperature = 1 } };
            }
        }
    }
}
