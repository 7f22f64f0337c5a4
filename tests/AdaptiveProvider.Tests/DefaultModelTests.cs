using AdaptiveProvider.DefaultModel;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>The model that comes with the project chats, knows what its generator taught it, and spends less depth when asked to.</summary>
public sealed class DefaultModelTests : IClassFixture<DefaultModelTests.LoadedModel>
{
    private readonly LoadedModel _model;

    public DefaultModelTests(LoadedModel model) => _model = model;

    [Fact]
    public void Folder_BesideTheApplication_HoldsModelCardAndNoticesInFortyMegabytes()
    {
        string[] files = [.. Directory.GetFiles(DefaultModelFolder.Path).Select(path => Path.GetFileName(path)!)];

        Assert.Superset(new HashSet<string> { "config.json", "model.safetensors", "tokenizer.json", "generation_config.json", "MODEL_CARD.md", "NOTICES.md" }, files.ToHashSet());
        Assert.True(Directory.GetFiles(DefaultModelFolder.Path).Sum(path => new FileInfo(path).Length) <= 40_000_000);
    }

    [Theory]
    [InlineData("Hello! Who are you?", "Ada")]
    [InlineData("What is the capital of France?", "Paris")]
    [InlineData("What is the capital of Japan?", "Tokyo")]
    [InlineData("What is 3 plus 4?", "7")]
    public async Task Reply_WhatTheGeneratorTaught_HoldsTheAnswer(string question, string answer)
    {
        var response = await _model.Client.GetResponseAsync(question, Greedy());

        Assert.Contains(answer, response.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Reply_StoryOnRequest_IsAboutItAndEnds()
    {
        var response = await _model.Client.GetResponseAsync("Tell me a short story about a cat.", Greedy());

        Assert.Contains("cat", response.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.InRange(response.Text.Length, 200, 2000);
    }

    [Fact]
    public async Task Reply_HigherThreshold_SpendsFewerLayers()
    {
        var depths = new List<double>();
        foreach (double threshold in (double[])[0, 0.5, 1])
        {
            var options = Greedy();
            options.AdditionalProperties = new AdditionalPropertiesDictionary { [AdaptiveOptionKeys.RouterThreshold] = threshold };
            var response = await _model.Client.GetResponseAsync("Tell me a short story about a dog.", options);
            depths.Add(LayersPerToken(response));
        }

        Assert.Equal(depths.OrderDescending(), depths);
        Assert.Equal(11, depths[0], 3);
        Assert.Equal(5, depths[2], 3);
    }

    private static ChatOptions Greedy() => new() { Temperature = 0, MaxOutputTokens = 300 };

    private static double LayersPerToken(ChatResponse response)
        => Convert.ToDouble(response.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersExecuted]) / response.Usage.OutputTokenCount!.Value;

    /// <summary>One load for all tests.</summary>
    public sealed class LoadedModel : IAsyncLifetime
    {
        public AdaptiveChatClient Client { get; private set; } = null!;

        public async Task InitializeAsync() => Client = await AdaptiveChatClient.LoadAsync(DefaultModelFolder.Path);

        public Task DisposeAsync() => Client.DisposeAsync().AsTask();
    }
}
