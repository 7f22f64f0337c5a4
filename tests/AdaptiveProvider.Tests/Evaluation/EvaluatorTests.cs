using AdaptiveProvider.Evaluation;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace AdaptiveProvider.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "hi")];

    [Theory]
    [InlineData(" Paris\n", StringComparison.Ordinal, true)]
    [InlineData("paris", StringComparison.Ordinal, false)]
    [InlineData("paris", StringComparison.OrdinalIgnoreCase, true)]
    public async Task ExactMatch_Reply_IsComparedWithTheExpectedOne(string reply, StringComparison comparison, bool matches)
    {
        var result = await new ExactMatchEvaluator(comparison).EvaluateAsync(Question, Response(reply), additionalContext: [new ExpectedReply("Paris")]);

        var metric = result.Get<BooleanMetric>(ExactMatchEvaluator.MetricName);
        Assert.Equal(matches, metric.Value);
        Assert.Equal(!matches, metric.Interpretation!.Failed);
    }

    [Fact]
    public async Task ExactMatch_NothingExpected_HasNoValueAndSaysSo()
    {
        var result = await new ExactMatchEvaluator().EvaluateAsync(Question, Response("Paris"));

        var metric = result.Get<BooleanMetric>(ExactMatchEvaluator.MetricName);
        Assert.Null(metric.Value);
        Assert.True(result.ContainsDiagnostics());
    }

    [Theory]
    [InlineData("It is a red house.", 1.0, false)]
    [InlineData("It is a blue house.", 0.6, false)]
    [InlineData("It is", 0.4, true)]
    [InlineData("It is a red house. Yes.", 5.0 / 6, false)]
    [InlineData("", 0.0, true)]
    public async Task FullDepthAgreement_Reply_SharesWordsUpToTheFirstDifference(string reply, double agreement, bool failed)
    {
        await using var model = ScriptedChat.Replying(_ => "It is a red house.");
        using var client = new AdaptiveChatClient(model);

        var result = await new FullDepthAgreementEvaluator(least: 0.5).EvaluateAsync(Question, Response(reply), new ChatConfiguration(client));

        var metric = result.Get<NumericMetric>(FullDepthAgreementEvaluator.MetricName);
        Assert.Equal(agreement, metric.Value!.Value, 6);
        Assert.Equal(failed, metric.Interpretation!.Failed);
    }

    [Fact]
    public async Task FullDepthAgreement_OptionsOfTheReply_AreAskedAgainAtFullDepth()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);
        var options = new ChatOptions { Temperature = 1, Seed = 3, MaxOutputTokens = 30, MaxDepth = 0.5 };
        var shallow = await client.GetResponseAsync(Question, options);
        var full = await client.GetResponseAsync(Question, new ChatOptions { Temperature = 1, Seed = 3, MaxOutputTokens = 30 });
        var evaluator = new FullDepthAgreementEvaluator(client, options);

        Assert.Equal(1.0, (await evaluator.EvaluateAsync(Question, full)).Get<NumericMetric>(FullDepthAgreementEvaluator.MetricName).Value);
        Assert.True((await evaluator.EvaluateAsync(Question, shallow)).Get<NumericMetric>(FullDepthAgreementEvaluator.MetricName).Value < 1);
        Assert.Equal(0.5, options.MaxDepth);
    }

    [Fact]
    public async Task FullDepthAgreement_NoClient_Throws()
        => await Assert.ThrowsAsync<ArgumentException>(async () => await new FullDepthAgreementEvaluator().EvaluateAsync(Question, Response("x")));

    private static ChatResponse Response(string text) => new(new ChatMessage(ChatRole.Assistant, text));
}
