using System.Text.Json;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Depth options from the call to the report, over scripted models.</summary>
public sealed class AdaptiveChatClientDepthTests
{
    [Fact]
    public async Task GetResponseAsync_RawOptions_AreStrongerThanProperties()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);
        var options = new ChatOptions
        {
            MaxOutputTokens = 6,
            MaxDepth = 1,
            RawRepresentationFactory = _ => new AdaptiveRequestOptions { Depth = new() { MaxDepth = 0.5 } },
        };

        var response = await client.GetResponseAsync("hi", options);

        Assert.Equal((0.5, 12L), (response.Usage!.MeanDepth, response.Usage!.LayersExecuted));
    }

    [Fact]
    public async Task GetResponseAsync_ClientDefault_CountsWhereTheCallIsSilent()
    {
        await using var model = ScriptedChat.Endless();
        using var fast = new AdaptiveChatClient(model, options: new() { DefaultDepth = new() { MaxDepth = 0.5 } });
        var call = new ChatOptions { MaxOutputTokens = 6 };

        Assert.Equal(0.5, (await fast.GetResponseAsync("hi", call)).Usage!.MeanDepth);
        Assert.Equal(1, (await fast.GetResponseAsync("hi", call.Clone().WithExitPolicy(ExitPolicy.Full))).Usage!.MeanDepth);
        Assert.Equal(1, (await fast.GetResponseAsync("hi", call.Clone().WithDepthBudget(1))).Usage!.MeanDepth);
    }

    [Fact]
    public async Task GetResponseAsync_Report_IsTypedAndSurvivesJson()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 40, DepthBudget = 0.8, ReportsTokenDepth = true });
        string json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        var copy = JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!;

        var stats = response.AdaptiveStats!;
        Assert.Equal((ExitPolicy.Synchronized, 0.8, (string?)null), (stats.EffectivePolicy, stats.EffectiveBudget, stats.DepthNote));
        Assert.Equal(stats.MeanDepth, response.Usage!.MeanDepth!.Value, 9);
        Assert.InRange(stats.MeanDepth, 0.5, 0.99);
        Assert.True(response.Usage!.EarlyExitTokens > 0);
        Assert.Equal(stats, copy.AdaptiveStats);
        Assert.Equal(response.Usage!.EarlyExitTokens, copy.Usage!.EarlyExitTokens);
    }

    [Fact]
    public async Task GetResponseAsync_TokenDepths_AreTheReportedLayers()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);
        var options = new ChatOptions { MaxOutputTokens = 40, DepthBudget = 0.8, ReportsTokenDepth = true };

        var response = await client.GetResponseAsync("hi", options);
        var updates = await client.GetStreamingResponseAsync("hi", options).ToListAsync();

        int[] depths = Assert.IsType<int[]>(response.AdditionalProperties![AdaptiveReportKeys.TokenDepths]);
        var texts = updates.SelectMany(update => update.Contents).OfType<TextContent>().ToList();
        int[] streamed = [.. texts.SelectMany(text => (int[])text.AdditionalProperties![AdaptiveReportKeys.TokenDepths]!)];
        Assert.Equal(40, depths.Length);
        Assert.Equal(response.Usage!.LayersExecuted, depths.Sum());
        Assert.Equal(2, depths.Distinct().Count());
        Assert.Equal(depths[..streamed.Length], streamed);
        Assert.Equal(depths, response.Messages[0].Contents.OfType<TextContent>().Single().AdditionalProperties![AdaptiveReportKeys.TokenDepths]);
        var confidences = Assert.IsType<double?[]>(response.AdditionalProperties[AdaptiveReportKeys.TokenConfidences]);
        Assert.Equal(40, confidences.Length);
        Assert.Contains(confidences, confidence => confidence is not null);
    }

    [Fact]
    public async Task GetResponseAsync_NotAsked_ReportsNoTokens()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 4 });

        Assert.False(response.AdditionalProperties!.ContainsKey(AdaptiveReportKeys.TokenDepths));
        Assert.Equal("full", response.AdditionalProperties[AdaptiveReportKeys.EffectivePolicy]);
        Assert.False(response.AdditionalProperties.ContainsKey(AdaptiveReportKeys.EffectiveBudget));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ImpossibleDepth_ThrowsAtTheCall()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);

        Assert.Throws<ArgumentOutOfRangeException>(() => client.GetStreamingResponseAsync("hi", Key(AdaptiveOptionKeys.DepthBudget, 2)));
        Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync("hi", Key("adaptive.depth_budgte", 0.5)));
    }

    [Fact]
    public async Task GetResponseAsync_ModelCannot_ThrowsOrSaysThatFullDepthRan()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);
        var options = new ChatOptions { MaxOutputTokens = 4, ExitPolicy = ExitPolicy.Router };

        await Assert.ThrowsAsync<DepthNotSupportedException>(() => client.GetResponseAsync("hi", options));
        options.AdditionalProperties![AdaptiveOptionKeys.AllowFullDepth] = true;
        var stats = (await client.GetResponseAsync("hi", options)).AdaptiveStats!;

        Assert.Equal((ExitPolicy.Full, 1.0), (stats.EffectivePolicy, stats.MeanDepth));
        Assert.Contains("Router", stats.DepthNote!, StringComparison.Ordinal);
    }

    private static ChatOptions Key(string key, object value) => new() { AdditionalProperties = new() { [key] = value } };
}
