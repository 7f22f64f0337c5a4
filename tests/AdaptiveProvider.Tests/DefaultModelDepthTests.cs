using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>The depth knob on the model that comes with the project.</summary>
public sealed class DefaultModelDepthTests(DefaultModelTests.LoadedModel model) : IClassFixture<DefaultModelTests.LoadedModel>
{
    private const string Question = "Tell me a short story about a dog.";

    [Theory]
    [InlineData(null)]
    [InlineData("synchronized")]
    [InlineData("confidence")]
    public async Task Reply_DepthBudget_HoldsItAndSpendsLess(string? policy)
    {
        var options = Story();
        options.DepthBudget = 0.6;
        options.ExitPolicy = policy is null ? null : new ExitPolicy(policy);

        var response = await model.Client.GetResponseAsync(Question, options);

        Assert.True(response.Usage!.OutputTokenCount >= 64, $"{response.Usage.OutputTokenCount} tokens are too few for the promise");
        Assert.InRange(response.Usage.MeanDepth!.Value, 0.4, 0.6 * 1.02);
        Assert.Equal(policy ?? "router", response.AdaptiveStats!.EffectivePolicy.Value);
    }

    [Fact]
    public async Task Reply_Lossless_IsFullDepths()
    {
        var full = await model.Client.GetResponseAsync(Question, Story());
        var options = Story().WithDepth(new DepthOptions { ExitPolicy = ExitPolicy.Lossless, DraftLength = 3 });

        var lossless = await model.Client.GetResponseAsync(Question, options);

        Assert.Equal(full.Text, lossless.Text);
        Assert.True(lossless.Usage!.AcceptedDraftTokens > 0);
        Assert.Equal(full.Usage!.OutputTokenCount, lossless.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Reply_TwoBudgetsAtOnce_AreTheRepliesAlone()
    {
        ChatOptions[] calls = [Story().WithDepthBudget(0.5), Story().WithDepthBudget(0.8), Story(), Story().WithExitPolicy(ExitPolicy.Lossless)];
        var alone = new List<string>();
        foreach (var call in calls)
        {
            alone.Add((await model.Client.GetResponseAsync(Question, call)).Text);
        }

        var together = await Task.WhenAll(calls.Select(call => Task.Run(() => model.Client.GetResponseAsync(Question, call))));

        Assert.Equal(alone, together.Select(response => response.Text));
        Assert.NotEqual(alone[0], alone[2]);
    }

    [Fact]
    public async Task Reply_Loops_TakesSoMany()
    {
        var options = Story().WithDepth(new DepthOptions { Loops = 2, ReportsTokenDepth = true });

        var response = await model.Client.GetResponseAsync(Question, options);

        Assert.All((int[])response.AdditionalProperties![AdaptiveReportKeys.TokenDepths]!, layers => Assert.Equal(8, layers));
    }

    private static ChatOptions Story() => new() { Temperature = 0, MaxOutputTokens = 100 };
}
