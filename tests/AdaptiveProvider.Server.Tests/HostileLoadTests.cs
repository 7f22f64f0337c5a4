using System.Net;
using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Xunit.Abstractions;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Whatever clients send, the server answers with an error of theirs, and goes on serving the others.</summary>
public sealed class HostileLoadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Post_DamagedBodies_NeverFailInside()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        var refused = new Dictionary<HttpStatusCode, int>();

        for (int i = 0; i < 600; i++)
        {
            byte[] body = HostileClients.Body(random);
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            using var response = await server.Http.PostAsync(random.Next(2) == 0 ? "/v1/chat/completions" : "/v1/completions", content);
            string answer = await response.Content.ReadAsStringAsync();

            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"seed {seed}, {response.StatusCode}: {Convert.ToBase64String(body)} gave {answer}");
            refused[response.StatusCode] = refused.GetValueOrDefault(response.StatusCode) + 1;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.True(JsonElement.Parse(answer).GetProperty("error").GetProperty("message").GetString()!.Length > 0);
            }
            else
            {
                Assert.DoesNotContain("\"error\"", answer, StringComparison.Ordinal);
            }
        }

        Assert.True(refused[HttpStatusCode.BadRequest] > 100);
    }

    [Fact]
    public async Task Connect_AttackersAmongOthers_TheOthersGetTheirReplies()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var model = ScriptedChat.Replying(prompt => prompt.Contains("user\nquestion ", StringComparison.Ordinal) ? "answer " + prompt.Split("question ")[1].Split('\n')[0] : "whatever");
        await using var server = await RunningServer.OfAsync(model, new AdaptiveServerOptions { MaxConcurrentRequests = 512 });

        var attacks = Enumerable.Range(0, 120).Select(i => Task.Run(() => HostileClients.AttackAsync(server.Url.Port, new Random(seed + i))));
        var questions = Enumerable.Range(0, 40).Select(async i =>
        {
            var reply = await server.PostForJsonAsync("/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"question {{i}}"}]}""");
            Assert.Equal($"answer {i}", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        });
        await Task.WhenAll([.. attacks, .. questions]);

        Assert.Equal("healthy", (await server.GetForJsonAsync("/health")).GetProperty("status").GetString());
        while (model.Engine.Snapshot() is { Running.Length: > 0 } or { Waiting.Length: > 0 })
        {
            await Task.Yield();
        }
    }
}
