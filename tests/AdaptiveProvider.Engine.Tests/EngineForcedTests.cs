using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Tests.Depth.Courses;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>Replies that are given: taken whatever is drawn, and scored at the depth that the request spends.</summary>
public sealed class EngineForcedTests
{
    private static readonly int[] Start = Scripted.Prompt(1, 6);

    [Fact]
    public void Step_ForcedTokens_AreTheReplyAndEachDrawIsTheModelsAfterThem()
    {
        int[] forced = [3, 14, 15, 92, 65];

        var (tokens, summary) = Run(Scripted.Model, new GenerationRequest { PromptTokens = Start, ForcedTokens = forced });

        Assert.Equal(forced, tokens.Ids());
        Assert.Equal((FinishCause.MaxOutputTokens, forced.Length), (summary.Cause, summary.OutputTokens));
        for (int index = 0; index < forced.Length; index++)
        {
            int next = Scripted.Model.Expected(Scripted.Request([.. Start, .. forced[..index]], 1))[0];
            Assert.Equal(next, tokens[index].Sample.Token);
        }
    }

    [Fact]
    public void Step_ForcedTokens_HaveTheLogProbabilitiesOfTheWholeRow()
    {
        var request = new GenerationRequest { PromptTokens = Start, ForcedTokens = new[] { 7, 8, 9 }, TopLogitCount = Scripted.VocabularySize };

        var (tokens, _) = Run(Scripted.Model, request);

        Assert.All(tokens, token =>
        {
            var row = token.Sample.TopLogits!;
            double expected = row.Single(entry => entry.Token == token.Token).Logit - Math.Log(row.Sum(entry => Math.Exp(entry.Logit)));
            Assert.Equal(expected, token.LogProbability, 1e-4);
        });
    }

    // What full depth says itself, forced upon it, changes nothing: neither draws nor depths, in any way to spend depth.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_OwnReplyForced_SameDrawsAndDepths(bool isRouted)
    {
        const int Seed = 11, Rounds = 60;
        var random = new Random(Seed);
        var model = isRouted ? Scripted.Routed : Scripted.Model;
        for (int round = 0; round < Rounds; round++)
        {
            var free = RandomDepth.Request(random, model, Scripted.Prompt(round, 5), 12) with { StopTokens = [], Constraint = null };
            if (free.Depth!.Method == DepthMethod.Lossless)
            {
                continue;
            }

            var (drawn, _) = Run(model, free);
            var (scored, _) = Run(model, free with { ForcedTokens = drawn.Ids(), MaxOutputTokens = null });

            Assert.True(
                drawn.Select(token => (token.Token, token.LayersExecuted)).SequenceEqual(scored.Select(token => (token.Sample.Token, token.LayersExecuted))),
                $"seed {Seed}, round {round}: {free.Depth}");
        }
    }

    [Fact]
    public void Step_ForcedStopToken_DoesNotEndTheReply()
    {
        var (tokens, _) = Run(Scripted.Model, new GenerationRequest { PromptTokens = Start, ForcedTokens = new[] { 5, 6, 7 }, StopTokens = [6] });

        Assert.Equal([5, 6, 7], tokens.Ids());
    }

    [Fact]
    public void Step_FreeRequestBeside_HasNoScore()
    {
        var (tokens, _) = Run(Scripted.Model, Scripted.Request(Start));

        Assert.All(tokens, token => Assert.Equal((null, true), (token.Forced, float.IsNaN(token.LogProbability))));
    }

    [Fact]
    public void Submit_ForcedTokensThatCannotBe_IsRefusedSayingWhy()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var request = new GenerationRequest { PromptTokens = Start, ForcedTokens = new[] { 1, 2 } };

        Assert.Contains("MaxOutputTokens", Assert.Throws<ArgumentException>(() => harness.Submit(request with { MaxOutputTokens = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("97", Assert.Throws<ArgumentOutOfRangeException>(() => harness.Submit(request with { ForcedTokens = new[] { 97 } })).Message, StringComparison.Ordinal);
        Assert.Contains("drafts", Assert.Throws<ArgumentException>(() => harness.Submit(request with { Depth = new() { Method = DepthMethod.Lossless } })).Message, StringComparison.Ordinal);
        Assert.Throws<RequestTooLongException>(() => harness.Submit(request with { ForcedTokens = new int[60] }));
    }

    private static (List<TokenEvent> Tokens, GenerationSummary Summary) Run(ScriptedModel model, GenerationRequest request)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(model));
        var reader = new ScriptedReader(harness.Submit(request));
        harness.StepUntilIdle();
        reader.Read();
        return (reader.Tokens, reader.Stream.Summary!);
    }
}
