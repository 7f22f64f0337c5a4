using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>What options and the model's own defaults do to the draws.</summary>
public sealed class AdaptiveChatClientSamplingTests
{
    [Fact]
    public async Task GetResponseAsync_SameSeed_RepeatsTheReply()
    {
        await using var model = ScriptedChat.Endless();

        Assert.Equal(await AskAsync(model, Sampled(seed: 7)), await AskAsync(model, Sampled(seed: 7)));
        Assert.NotEqual(await AskAsync(model, Sampled(seed: 7)), await AskAsync(model, Sampled(seed: 8)));
    }

    [Fact]
    public async Task GetResponseAsync_NoSeed_OutputVaries()
    {
        await using var model = ScriptedChat.Endless();

        Assert.NotEqual(await AskAsync(model, Sampled(seed: null)), await AskAsync(model, Sampled(seed: null)));
    }

    [Fact]
    public async Task GetResponseAsync_TemperatureZero_IsGreedyWhateverTheDefaults()
    {
        await using var sampling = ScriptedChat.Endless(new GenerationDefaults { DoSample = true, Temperature = 1.5f });
        await using var plain = ScriptedChat.Endless();

        Assert.Equal(await AskAsync(plain, new ChatOptions()), await AskAsync(sampling, new ChatOptions { Temperature = 0 }));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, false)]
    public async Task GetResponseAsync_NoOptions_SamplesOnlyIfTheModelSaysSo(bool? doSample, bool varies)
    {
        await using var model = ScriptedChat.Endless(new GenerationDefaults { DoSample = doSample, Temperature = 1f });

        bool isDifferent = await AskAsync(model, new ChatOptions()) != await AskAsync(model, new ChatOptions());

        Assert.Equal(varies, isDifferent);
    }

    [Fact]
    public async Task GetResponseAsync_TopKOne_IsGreedy()
    {
        await using var model = ScriptedChat.Endless();
        var options = Sampled(seed: 3);
        options.TopK = 1;

        Assert.Equal(await AskAsync(model, new ChatOptions()), await AskAsync(model, options));
    }

    [Theory]
    [InlineData(AdaptiveOptionKeys.MinP, 0.999)]
    [InlineData(AdaptiveOptionKeys.RepetitionPenalty, 99.0)]
    [InlineData(AdaptiveOptionKeys.MaxLayers, 2)]
    public async Task GetResponseAsync_AdaptiveKey_ChangesTheReply(string key, double value)
    {
        await using var model = ScriptedChat.Endless();
        var options = Sampled(seed: 3);
        options.AdditionalProperties = new() { [key] = value };

        Assert.NotEqual(await AskAsync(model, Sampled(seed: 3)), await AskAsync(model, options));
    }

    [Fact]
    public async Task GetResponseAsync_MaxLayers_ReportsTheLayersSpent()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 6, AdditionalProperties = new() { [AdaptiveOptionKeys.MaxLayers] = 3 } });

        Assert.Equal(12, response.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersExecuted]);
        Assert.Equal(24, response.Usage.AdditionalCounts[AdaptiveReportKeys.LayersTotal]);
        Assert.Equal(0.5, response.AdditionalProperties![AdaptiveReportKeys.MeanDepth]);
    }

    private static ChatOptions Sampled(long? seed) => new() { Temperature = 1, Seed = seed };

    private static async Task<string> AskAsync(AdaptiveModel model, ChatOptions options)
    {
        using var client = new AdaptiveChatClient(model);
        options.MaxOutputTokens = 24;
        return (await client.GetResponseAsync("hi", options)).Text;
    }
}
