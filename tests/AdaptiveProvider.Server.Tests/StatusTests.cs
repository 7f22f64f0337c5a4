using System.Net;
using System.Text.RegularExpressions;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Health and metrics.</summary>
public sealed partial class StatusTests
{
    [Fact]
    public async Task Get_Health_IsHealthy()
    {
        await using var server = await RunningServer.EchoingAsync();

        Assert.Equal("healthy", (await server.GetForJsonAsync("/health")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_HealthOfAFaultedEngine_Is503()
    {
        var executor = new ScriptedReplyExecutor(_ => "x") { BeforeStep = _ => throw new IOException("disk") };
        await using var server = await RunningServer.OfAsync(ScriptedChat.Model(executor));
        (await server.PostForErrorAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}]}""")).Is(503, "engine_faulted");

        using var response = await server.Http.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("faulted", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_Metrics_CountWhatWasDone()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        await server.PostForJsonAsync("/v1/completions", """{"prompt":"x","max_tokens":7,"adaptive":{"exit_layer":2}}""");

        string text = await server.Http.GetStringAsync("/metrics");

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Assert.Contains("\nadaptive_engine_tokens_generated_total 7\n", text);
        Assert.Contains("\nadaptive_engine_up 1\n", text);
        Assert.Matches(@"\nadaptive_token_depth_bucket\{le=""0.5""\} [1-9]", text);
        Assert.Matches(@"\nadaptive_layers_total\{outcome=""skipped""\} [1-9]", text);
        Assert.Matches(@"\ngen_ai_server_request_duration_seconds_count [1-9]", text);
        Assert.Matches(@"\nhttp_server_request_duration_seconds_count\{.*http_route=""/v1/completions"".*\} [1-9]", text);
        Assert.Equal(Names(text).Distinct(), Names(text));
    }

    [Fact]
    public async Task Get_MetricsOfAnotherClient_StillAnswers()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("x")));

        Assert.DoesNotContain("adaptive_engine_up", await server.Http.GetStringAsync("/metrics"));
    }

    private static IEnumerable<string> Names(string text) => text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal));

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(\{([a-z_0-9]+="[^"]*",?)+\})? ([-+0-9.eE]+|\+Inf))$""")]
    private static partial Regex Line();
}
