using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Replies whose tokens leave by a threshold against the recomputation of every exit in double precision; and broken executors, which that notices.</summary>
public abstract class DepthReferenceSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    private const int Output = 12;
    private const double NearTie = 2e-3;
    private const double NearScore = 5e-4;

    private static readonly DepthMethod[] Methods = [DepthMethod.Confidence, DepthMethod.Synchronized, DepthMethod.Router];

    [SkippableTheory]
    [MemberData(nameof(DepthModels.Names), MemberType = typeof(DepthModels))]
    public void Submit_TokensLeaveByThresholds_MatchReference(string name)
    {
        using var tiny = OpenDepth(name);
        var (compared, depths) = (0, new HashSet<int>());
        foreach (bool stepsLoops in new[] { false, true })
        {
            foreach (var method in Methods.Where(method => IsCovered(tiny, method)))
            {
                Compare(tiny, method, new EngineOptions { StepsLoops = stepsLoops }, ref compared, depths);
            }
        }

        Assert.True(compared > 30 && depths.Count > 1, $"{compared} tokens of {depths.Count} depths were compared.");
    }

    // One rule broken at a time: the comparison above, or the engine itself, notices.
    [SkippableTheory]
    [InlineData(DepthFlaw.ShiftsScores, "llama-tied-gqa")]
    [InlineData(DepthFlaw.ShiftsScores, "recursive-cycle")]
    [InlineData(DepthFlaw.ShiftsScores, "mor-expert-interpolate")]
    [InlineData(DepthFlaw.DropsTails, "relaxed-own-vectors")]
    [InlineData(DepthFlaw.DropsTails, "mor-expert-interpolate")]
    [InlineData(DepthFlaw.IgnoresRouterThreshold, "mor-expert-interpolate")]
    [InlineData(DepthFlaw.KeepsStaleStates, "llama-tied-gqa")]
    [InlineData(DepthFlaw.KeepsStaleStates, "relaxed-own-vectors")]
    [InlineData(DepthFlaw.SkipsCopies, "llama-tied-gqa")]
    [InlineData(DepthFlaw.SkipsCopies, "recursive-cycle")]
    public void Submit_BrokenExecutor_IsNoticed(DepthFlaw flaw, string name)
    {
        FlawedExecutor? flawed = null;
        using var tiny = OpenDepth(name, wrap: executor => flawed = new FlawedExecutor(executor, flaw));
        var noticed = Record.Exception(() =>
        {
            var (compared, depths) = (0, new HashSet<int>());
            foreach (var method in Methods.Where(method => IsCovered(tiny, method)))
            {
                Compare(tiny, method, new EngineOptions { StepsLoops = true }, ref compared, depths);
                Compare(tiny, method, new EngineOptions(), ref compared, depths);
            }
        });

        Assert.True(noticed is Xunit.Sdk.XunitException or ContractViolationException, noticed?.ToString() ?? $"{flaw} was not noticed; it happened {flawed!.Count} times.");
    }

    [SkippableTheory]
    [InlineData(DepthFlaw.AcceptsDrafts)]
    [InlineData(DepthFlaw.KeepsStaleStates)]
    public void Submit_BrokenVerification_IsNoticed(DepthFlaw flaw)
    {
        using var tiny = OpenDepth("llama-tied-gqa", wrap: executor => new FlawedExecutor(executor, flaw));
        var plain = Alone(tiny, Request(tiny, tiny.Tokens(6), 20));
        var drafted = Alone(tiny, plain.Request with { Depth = new DepthSettings { Method = DepthMethod.Lossless, Exits = [2], DraftLength = 3, Threshold = -1 } });

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSameReply(plain, drafted));
    }

    // A tail that a deferred token took early and takes again deeper is another matter than the reference's.
    private static bool IsCovered(TinyExecutor tiny, DepthMethod method) => method switch
    {
        DepthMethod.Router => tiny.Spec.Layout.HasRouterThreshold,
        DepthMethod.Synchronized => tiny.Spec.Layout.TailPass == tiny.Spec.Layout.PassCount && !tiny.Spec.Layout.HasRouter,
        _ => true,
    };

    private void Compare(TinyExecutor tiny, DepthMethod method, EngineOptions options, ref int compared, HashSet<int> depths)
    {
        var layout = tiny.Spec.Layout;
        var measures = method == DepthMethod.Router ? [ExitMeasure.RouterScore] : tiny.Executor.Info.Measures.Where(measure => measure != ExitMeasure.Gate);
        int[] exits = [.. layout.ExitPasses.SkipLast(1)];
        foreach (var measure in measures)
        {
            float threshold = measure switch { ExitMeasure.Cosine => 0.8f, ExitMeasure.RelativeChange => 0.35f, ExitMeasure.RouterScore => 0.3f, _ => 0.5f };
            var depth = new DepthSettings { Method = method, Exits = method == DepthMethod.Router ? [] : [.. exits], Measure = method == DepthMethod.Router ? ExitMeasure.None : measure, Threshold = threshold, PendingMax = 3 };
            int[] prompt = tiny.Tokens(6, (int)measure);
            var missing = LeavesNothingUnwritten(layout) || layout.HasRouter ? MissingKeys.Absent : method == DepthMethod.Synchronized ? MissingKeys.Deferred : MissingKeys.Copied;
            var expected = new DepthReference(tiny.Reference, exits, measure, threshold, missing, depth.PendingMax).Generate(prompt, Output);
            int sure = expected.CertainCount(NearTie, NearScore);

            var actual = Alone(tiny, Request(tiny, prompt, Output, depth), options);

            Assert.True(expected.Layers.Take(sure).SequenceEqual(actual.Layers.Take(sure)), $"{string.Join(' ', expected.Layers)} layers instead of {actual}");
            Assert.True(expected.Tokens.Take(sure).SequenceEqual(actual.Ids.Take(sure)), $"{string.Join(' ', expected.Tokens)} instead of {actual}");
            for (int i = 0; i < sure; i++)
            {
                var logits = actual.Tokens[i].Sample.TopLogits!;
                Assert.Equal(expected.Gaps[i], logits[0].Logit - logits[1].Logit, NearTie);
            }

            compared += sure;
            depths.UnionWith(expected.Layers.Take(sure));
        }
    }
}
