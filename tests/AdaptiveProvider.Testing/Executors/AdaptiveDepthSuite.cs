using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What tests of engine, executor and adaptive depth together share.</summary>
public abstract class AdaptiveDepthSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    /// <summary>Another token, or another depth, is forgiven where the decision was that near; where rows depend on their company.</summary>
    private const double NearDecision = 1e-3;

    /// <summary>A row has the same bits in any company.</summary>
    protected bool IsExact => Kind.RowTolerance(TestPrecision.F32) == 0;

    /// <summary>True where a token that leaves early has written all keys and values that others need: the later loops of the only looped stage read the first's.</summary>
    protected static bool LeavesNothingUnwritten(StageLayout layout) => layout.Stages.Count(stage => stage.Loops > 1) == 1 && layout.Stages.Any(stage => stage.KvPolicy == KvPolicy.SharedFirst);

    protected TinyExecutor OpenDepth(string name, TestExecutorOptions? options = null, Func<IModelExecutor, IModelExecutor>? wrap = null)
        => DepthModels.Open(Kind, name, options, wrap);

    /// <summary>A request that reports every logit.</summary>
    protected static GenerationRequest Request(TinyExecutor tiny, int[] prompt, int outputMax, DepthSettings? depth = null) => new()
    {
        PromptTokens = prompt,
        MaxOutputTokens = outputMax,
        Seed = 3,
        TopLogitCount = tiny.Spec.VocabularySize,
        Depth = depth ?? DepthSettings.Full,
    };

    /// <summary>The reply in a fresh engine with nothing beside it.</summary>
    protected static DepthReply Alone(TinyExecutor tiny, GenerationRequest request, EngineOptions? options = null) => Together(tiny, options, request)[0];

    /// <summary>The replies of requests that start together in a fresh engine.</summary>
    protected static DepthReply[] Together(TinyExecutor tiny, EngineOptions? options, params IEnumerable<GenerationRequest> requests)
    {
        using var harness = new EngineHarness(tiny.Executor, options);
        return Run(harness, requests);
    }

    /// <summary>Runs requests to their ends; every layer that the executor ran is in one of their summaries.</summary>
    protected static DepthReply[] Run(EngineHarness harness, params IEnumerable<GenerationRequest> requests)
    {
        var before = harness.Snapshot();
        ScriptedReader[] readers = [.. requests.Select(request => new ScriptedReader(harness.Submit(request)))];
        harness.StepUntilIdle();
        Assert.True(harness.StopCause is null, harness.StopCause?.ToString());
        DepthReply[] replies = [.. readers.Zip(requests, (reader, request) =>
        {
            reader.Read();
            Assert.Null(reader.Failure);
            return new DepthReply(request, reader.Tokens, reader.Stream.Summary!);
        })];
        var after = harness.Snapshot();
        Assert.Equal(replies.Sum(reply => reply.Summary.LayersExecuted), after.TokenLayerRows - before.TokenLayerRows);
        Assert.Equal(replies.Sum(reply => reply.Summary.DeferredLayers), after.DeferredLayerRows - before.DeferredLayerRows);
        Assert.Equal(replies.Sum(reply => reply.Summary.RejectedLayers), after.RejectedLayerRows - before.RejectedLayerRows);
        return replies;
    }

    /// <summary>
    /// Two replies have the same tokens, depths and logits: bit by bit where rows have the same bits in any company, else up to the first near decision.
    /// </summary>
    /// <returns>Tokens that were compared.</returns>
    protected int AssertSameReply(DepthReply expected, DepthReply actual, bool comparesDepths = true)
    {
        string message = $"{Environment.NewLine}expected {expected}{Environment.NewLine}actual   {actual}";
        for (int i = 0; i < Math.Min(expected.Tokens.Count, actual.Tokens.Count); i++)
        {
            var (left, right) = (expected.Tokens[i], actual.Tokens[i]);
            bool sameDepth = left.LayersExecuted == right.LayersExecuted || !comparesDepths;
            if (sameDepth && left.Token == right.Token && AreSameLogits(left, right))
            {
                continue;
            }

            bool isForgiven = !IsExact && (sameDepth ? left.Token != right.Token && IsNearTie(expected, left) : IsNearExit(expected, left, right));
            Assert.True(isForgiven, $"Token {i} differs.{message}");
            return i;
        }

        Assert.True(expected.Tokens.Count == actual.Tokens.Count, $"The lengths differ.{message}");
        return expected.Tokens.Count;
    }

    private bool AreSameLogits(TokenEvent left, TokenEvent right)
    {
        if (IsExact)
        {
            return (left.Sample.TopLogits ?? []).SequenceEqual(right.Sample.TopLogits ?? []);
        }

        // The order of equal logits may differ, so they are compared by token.
        var logits = (left.Sample.TopLogits ?? []).ToDictionary(logit => logit.Token, logit => logit.Logit);
        return (right.Sample.TopLogits ?? []).All(logit => Math.Abs(logits[logit.Token] - logit.Logit) <= 5 * Kind.RowTolerance(TestPrecision.F32));
    }

    // A sampled token hangs on one number that lies near the edge of a probability once in a thousand draws: the callers bound how often.
    private static bool IsNearTie(DepthReply reply, TokenEvent token)
        => !reply.Request.Sampling.IsGreedy || reply.Request.Sampling.HasPenalties || token.Sample.TopLogits![0].Logit - token.Sample.TopLogits[1].Logit < NearDecision;

    // The shallower of the two left by a measure that was just enough. A budget's threshold is not known here.
    private static bool IsNearExit(DepthReply reply, TokenEvent left, TokenEvent right)
    {
        var settings = reply.Request.Depth!;
        float measured = left.LayersExecuted < right.LayersExecuted ? left.Confidence : right.Confidence;
        return settings is not { Budget: null, Threshold: not null, Measure: not ExitMeasure.Gate } || float.IsNaN(measured) || Math.Abs(measured - settings.Threshold.Value) < NearDecision;
    }
}
