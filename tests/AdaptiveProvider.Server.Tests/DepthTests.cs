using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Depth asked for in the body or in the model's name, and what is reported of it.</summary>
public sealed class DepthTests
{
    private const string Path = "/v1/chat/completions";

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive":{"depth_budget":0.5,"exit_policy":"static","report_token_depth":true}}""")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive.depth_budget":0.5,"adaptive.exit_policy":"static","adaptive.report_token_depth":true}""")]
    public async Task Post_DepthFields_ReachTheClientAsPrimitives(string body)
    {
        var client = new ScriptedClient(new TextContent("ok"));
        await using var server = await RunningServer.OfAsync(client);

        await server.PostForJsonAsync(Path, body);

        var options = client.Options!;
        Assert.Equal((0.5, ExitPolicy.Static, true), (options.DepthBudget, options.ExitPolicy, options.ReportsTokenDepth));
        Assert.All(options.AdditionalProperties!.Values, value => Assert.True(value is double or string or bool));
    }

    [Fact]
    public async Task Post_Suffixes_StandForDepth()
    {
        var client = new ScriptedClient(new TextContent("ok"));
        await using var server = await RunningServer.OfAsync(client);

        await server.PostForJsonAsync(Path, """{"model":"scripted:fast","messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal((0.5, null), Wishes(client));

        var reply = await server.PostForJsonAsync(Path, """{"model":"Scripted:EXACT","messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal((null, ExitPolicy.Full), Wishes(client));
        Assert.Equal("scripted", reply.GetProperty("model").GetString());

        await server.PostForJsonAsync(Path, """{"model":"scripted:fast","adaptive":{"max_layers":3},"messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal((null, null), Wishes(client));
    }

    [Fact]
    public async Task Post_FastModel_LeavesEarlyAndReportsIt()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        const string Body = """{"model":"scripted:fast","messages":[{"role":"user","content":"x"}],"max_tokens":32,"adaptive":{"report_token_depth":true}}""";

        var reply = await server.PostForJsonAsync(Path, Body);
        var exact = await server.PostForJsonAsync(Path, Body.Replace(":fast", ":exact"));

        var depth = reply.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("adaptive");

        // The first token comes from the prompt's own pass, which is full.
        Assert.Equal((4 + (31 * 2)) / (32 * 4.0), depth.GetProperty("mean_depth").GetDouble());
        Assert.Equal(0.5, depth.GetProperty("effective_budget").GetDouble());
        Assert.True(depth.GetProperty("early_exit_tokens").GetInt32() > 0);
        Assert.Equal(1, exact.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("adaptive").GetProperty("mean_depth").GetDouble());
    }

    [Fact]
    public async Task Post_StreamedTokenDepths_AddUpToTheUsage()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Replying(_ => "Some words to count."));
        const string Body = """{"messages":[{"role":"user","content":"x"}],"adaptive":{"exit_layer":2,"report_token_depth":true}""";

        var events = await server.PostForEventsAsync(Path, Body + ""","stream":true}""");
        var whole = await server.PostForJsonAsync(Path, Body + "}");

        int[] depths =
        [
            .. from chunk in events
               let delta = chunk.GetProperty("choices")[0].GetProperty("delta")
               where delta.TryGetProperty("adaptive", out _)
               from depth in delta.GetProperty("adaptive").GetProperty("depths").EnumerateArray()
               select depth.GetInt32(),
        ];
        Assert.Equal(Enumerable.Repeat(2, "Some words to count.".Length), depths);
        var report = whole.GetProperty("choices")[0].GetProperty("message").GetProperty("adaptive").GetProperty("depths");
        Assert.Equal(depths, report.EnumerateArray().Select(depth => depth.GetInt32()));
        Assert.Equal(0.5, events[^1].GetProperty("adaptive").GetProperty("mean_depth").GetDouble());
    }

    [Fact]
    public async Task Post_DepthTheModelCannotDo_Is400()
    {
        await using var server = await RunningServer.EchoingAsync();

        var error = (await server.PostForErrorAsync(Path, """{"messages":[{"role":"user","content":"x"}],"adaptive":{"min_agreement":0.9}}""")).Is(400, "not_calibrated", "adaptive.min_agreement");

        Assert.Contains("calibrat", error.Message);
    }

    [Fact]
    public void Words_OfUsage_AreTheKeysOfTheLibrary()
    {
        string json = JsonSerializer.Serialize(
            new Wire.DepthUsage { EffectivePolicy = "x", EffectiveBudget = 1, DepthNote = "x", TokensPerSecond = 1, QueueMs = 1, PrefillMs = 1, DecodeMs = 1 }, Wire.WireJson.Context.DepthUsage);
        var known = typeof(AdaptiveReportKeys).GetFields().Select(field => (string)field.GetValue(null)!).ToHashSet();

        Assert.All(JsonElement.Parse(json).EnumerateObject(), field => Assert.Contains("adaptive." + field.Name, known));
    }

    private static (double? Budget, ExitPolicy? Policy) Wishes(ScriptedClient client)
    {
        var options = client.Options!;
        return (options.DepthBudget, options.ExitPolicy);
    }
}
