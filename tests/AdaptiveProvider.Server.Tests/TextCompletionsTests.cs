using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Plain completions over plain HTTP.</summary>
public sealed class TextCompletionsTests
{
    private const string Path = "/v1/completions";

    [Fact]
    public async Task Post_Prompt_CompletesIt()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var reply = await server.PostForJsonAsync(Path, """{"prompt":"once upon","max_tokens":12,"seed":3,"temperature":1}""");

        Assert.Equal("text_completion", reply.GetProperty("object").GetString());
        Assert.Equal("length", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(12, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal("once upon".Length + 1, reply.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_PromptForms_GiveTheSame()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var text = Texts(await server.PostForJsonAsync(Path, """{"prompt":"ab"}"""));
        var tokens = Texts(await server.PostForJsonAsync(Path, """{"prompt":[256,97,98]}"""));
        var several = Texts(await server.PostForJsonAsync(Path, """{"prompt":["ab","cd"],"n":2}"""));
        var lists = Texts(await server.PostForJsonAsync(Path, """{"prompt":[[256,97,98],[256,99,100]]}"""));

        Assert.Equal(text, tokens);
        Assert.Equal([text[0], text[0], lists[1], lists[1]], several);
        Assert.Equal(text[0], lists[0]);
    }

    [Fact]
    public async Task Post_Streamed_IsTheSameAsWhole()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        const string Body = """{"prompt":"x","max_tokens":20,"seed":1,"temperature":1.2""";

        var whole = await server.PostForJsonAsync(Path, Body + "}");
        var events = await server.PostForEventsAsync(Path, Body + ""","stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Equal(Texts(whole)[0], string.Concat(events.SkipLast(1).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("text").GetString())));
        Assert.Equal("length", events[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(whole.GetProperty("usage").GetProperty("total_tokens").GetInt32(), events[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_Echo_BeginsWithThePrompt()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        Assert.StartsWith("so it began", Texts(await server.PostForJsonAsync(Path, """{"prompt":"so it began","echo":true,"max_tokens":2}"""))[0]);
    }

    [Fact]
    public async Task Post_LogitBias_ForcesAToken()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        Assert.Equal("zzzz", Texts(await server.PostForJsonAsync(Path, """{"prompt":"x","max_tokens":4,"logit_bias":{"122":100}}"""))[0]);
    }

    [Fact]
    public async Task Post_Depth_IsSpentAndReported()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        using var response = await server.PostAsync(Path, """{"prompt":"x","max_tokens":8,"adaptive":{"exit_layer":2,"report_token_depth":true}}""");
        var reply = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("0.5", response.Headers.GetValues("x-adaptive-mean-depth").Single());
        Assert.All(reply.GetProperty("choices")[0].GetProperty("adaptive").GetProperty("depths").EnumerateArray(), depth => Assert.Equal(2, depth.GetInt32()));
    }

    [Theory]
    [InlineData("""{}""", "prompt")]
    [InlineData("""{"prompt":[]}""", "prompt")]
    [InlineData("""{"prompt":{}}""", "prompt")]
    [InlineData("""{"prompt":["a",1]}""", "prompt")]
    [InlineData("""{"prompt":[1.5]}""", "prompt")]
    [InlineData("""{"prompt":[[1],"a"]}""", "prompt")]
    [InlineData("""{"prompt":[99999]}""", null)]
    [InlineData("""{"prompt":[-1]}""", null)]
    [InlineData("""{"prompt":["a","b","c"],"n":3}""", "n")]
    [InlineData("""{"prompt":"x","logprobs":6}""", "logprobs")]
    [InlineData("""{"prompt":"x","logit_bias":{"cat":1}}""", "logit_bias")]
    [InlineData("""{"prompt":"x","logit_bias":{"5":101}}""", null)]
    [InlineData("""{"prompt":"x","adaptive":{"depth":1}}""", "adaptive.depth")]
    public async Task Post_BadValue_SaysWhichField(string body, string? parameter)
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        (await server.PostForErrorAsync(Path, body)).Is(400, "invalid_value", parameter);
    }

    [Theory]
    [InlineData("""{"prompt":"x","suffix":"y"}""", "suffix")]
    [InlineData("""{"prompt":"x","best_of":3}""", "best_of")]
    [InlineData("""{"prompt":"x","echo":true,"logprobs":1}""", "echo")]
    public async Task Post_WhatIsNotServed_SaysSo(string body, string parameter)
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        (await server.PostForErrorAsync(Path, body)).Is(400, "unsupported_parameter", parameter);
    }

    [Fact]
    public async Task Post_ClientWithoutAModel_Is404()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("x")));

        (await server.PostForErrorAsync(Path, """{"prompt":"x"}""")).Is(404, "unknown_url");
    }

    private static string[] Texts(JsonElement reply) => [.. reply.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()!)];
}
