using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>The client under the pipeline that applications put on top of it.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task GetResponseAsync_LoggingAndFunctionInvocationOnTop_PassesThrough()
    {
        await using var model = ScriptedChat.Replying(_ => "fine");
        using var client = new AdaptiveChatClient(model).AsBuilder().UseFunctionInvocation().UseLogging(NullLoggerFactory.Instance).Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "sunny", "get_weather")] };

        var response = await client.GetResponseAsync("How are you?", options);

        Assert.Equal("fine", response.Text);
        Assert.NotNull(client.GetService<AdaptiveModel>());
    }

    [Fact]
    public async Task GetResponseAsync_ConfigureOptionsOnTop_ReachesTheModel()
    {
        await using var model = ScriptedChat.Replying(_ => "fine weather");
        using var client = new AdaptiveChatClient(model).AsBuilder().ConfigureOptions(options => options.MaxOutputTokens = 4).Build();

        Assert.Equal("fine", (await client.GetResponseAsync("How are you?")).Text);
    }

    [Fact]
    public async Task GetResponseAsync_OpenTelemetryOnTop_TagsModelAndUsage()
    {
        var activities = new List<System.Diagnostics.Activity>();
        string source = Guid.NewGuid().ToString();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Add,
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var model = ScriptedChat.Replying(_ => "fine");
        using var client = new AdaptiveChatClient(model).AsBuilder().UseOpenTelemetry(sourceName: source).Build();

        await client.GetResponseAsync("How are you?");

        var activity = Assert.Single(activities);
        Assert.Equal("adaptive", activity.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(ScriptedChat.ModelId, activity.GetTagItem("gen_ai.response.model"));
        Assert.Equal(5, activity.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.NotNull(activity.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Null(activity.GetTagItem("server.address"));
        Assert.Null(activity.GetTagItem("server.port"));
    }

    [Fact]
    public async Task GetResponseAsync_Response_SurvivesJson()
    {
        await using var model = ScriptedChat.Replying(_ => "fine");
        using var client = new AdaptiveChatClient(model);
        var response = await client.GetResponseAsync("How are you?");

        string json = System.Text.Json.JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        var copy = System.Text.Json.JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!;

        Assert.Equal(response.Text, copy.Text);
        Assert.Equal(response.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersTotal], copy.Usage!.AdditionalCounts![AdaptiveReportKeys.LayersTotal]);
    }
}
