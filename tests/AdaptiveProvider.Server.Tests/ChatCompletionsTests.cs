using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Chat completions over plain HTTP.</summary>
public sealed class ChatCompletionsTests
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task Post_OneMessage_RepliesWithUsageAndDepth()
    {
        await using var server = await RunningServer.EchoingAsync();

        using var response = await server.PostAsync(Path, """{"model":"scripted","messages":[{"role":"user","content":"good day"}]}""");
        var reply = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("chat.completion", reply.GetProperty("object").GetString());
        Assert.StartsWith("chatcmpl-", reply.GetProperty("id").GetString());
        Assert.Equal("scripted", reply.GetProperty("model").GetString());
        var choice = reply.GetProperty("choices")[0];
        Assert.Equal("You said: good day", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("logprobs").ValueKind);
        var usage = reply.GetProperty("usage");
        Assert.Equal("You said: good day".Length + 1, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32());
        var depth = usage.GetProperty("completion_tokens_details").GetProperty("adaptive");
        Assert.Equal(1, depth.GetProperty("mean_depth").GetDouble());
        Assert.Equal("full", depth.GetProperty("effective_policy").GetString());
        Assert.Equal("1", response.Headers.GetValues("x-adaptive-mean-depth").Single());
    }

    [Fact]
    public async Task Post_ContentParts_AreJoined()
    {
        await using var server = await RunningServer.EchoingAsync();

        var reply = await server.PostForJsonAsync(Path, """{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}""");

        Assert.Equal("You said: ab", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Post_Streamed_PiecesJoinToTheWholeReply()
    {
        await using var server = await RunningServer.EchoingAsync();

        var events = await server.PostForEventsAsync(Path, """{"messages":[{"role":"user","content":"grüß dich 🦊"}],"stream":true}""");

        Assert.All(events, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Single(events.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.Equal("assistant", events[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal("You said: grüß dich 🦊", Text(events));
        Assert.Equal("stop", events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(1, events[^1].GetProperty("adaptive").GetProperty("mean_depth").GetDouble());
        Assert.DoesNotContain(events, chunk => chunk.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task Post_StreamedWithUsage_EndsWithTheUsageAndNoChoices()
    {
        await using var server = await RunningServer.EchoingAsync();

        var events = await server.PostForEventsAsync(Path, """{"messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{"include_usage":true}}""");

        Assert.Equal(0, events[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal("You said: x".Length + 1, events[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_SeveralChoices_EachWithItsOwnSeedAndTheSameEachTime()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        const string Body = """{"messages":[{"role":"user","content":"x"}],"n":3,"seed":5,"temperature":1.5,"max_tokens":24}""";

        var first = await server.PostForJsonAsync(Path, Body);
        var second = await server.PostForJsonAsync(Path, Body);

        string?[] texts = Texts(first);
        Assert.Equal(3, texts.Distinct().Count());
        Assert.Equal(texts, Texts(second).AsEnumerable());
        Assert.Equal(3 * 24, first.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        var alone = await server.PostForJsonAsync(Path, Body.Replace("\"n\":3", "\"n\":1"));
        Assert.Equal(texts[0], Texts(alone)[0]);
        Assert.Equal(alone.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), first.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_SeveralChoicesStreamed_AreTheSameAsWhole()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        const string Body = """{"messages":[{"role":"user","content":"x"}],"n":2,"seed":5,"temperature":1.5,"max_tokens":24""";

        var whole = await server.PostForJsonAsync(Path, Body + "}");
        var events = await server.PostForEventsAsync(Path, Body + ",\"stream\":true}");

        Assert.Equal(Texts(whole), new[] { Text(events, 0), Text(events, 1) });
    }

    [Fact]
    public async Task Post_StopSequence_EndsBeforeIt()
    {
        await using var server = await RunningServer.EchoingAsync();

        var reply = await server.PostForJsonAsync(Path, """{"messages":[{"role":"user","content":"one two three"}],"stop":["three","nine"]}""");

        Assert.Equal("You said: one two ", Texts(reply)[0]);
    }

    [Fact]
    public async Task Post_MaxTokens_EndsWithLength()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var reply = await server.PostForJsonAsync(Path, """{"messages":[{"role":"user","content":"x"}],"max_completion_tokens":5}""");

        Assert.Equal("length", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(5, reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_AllOptions_ReachTheClient()
    {
        var client = new ScriptedClient(new TextContent("ok"));
        await using var server = await RunningServer.OfAsync(client);

        await server.PostForJsonAsync(Path, """
            {"messages":[{"role":"developer","content":"Be brief."},{"role":"user","name":"Ann","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"42"}],
             "temperature":0.25,"top_p":0.5,"top_k":7,"presence_penalty":0.5,"frequency_penalty":-0.5,"seed":-9007199254740993,"max_tokens":12,"stop":"END",
             "min_p":0.1,"repetition_penalty":1.1,"reasoning_effort":"xhigh","response_format":{"type":"json_object"},"user":"someone","store":true}
            """);

        var options = client.Options!;
        Assert.Equal((0.25f, 0.5f, 7, 0.5f, -0.5f), (options.Temperature, options.TopP, options.TopK, options.PresencePenalty, options.FrequencyPenalty));
        Assert.Equal((-9007199254740993, 12), (options.Seed, options.MaxOutputTokens));
        Assert.Equal(["END"], options.StopSequences);
        Assert.Equal(ReasoningEffort.ExtraHigh, options.Reasoning?.Effort);
        Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
        Assert.Equal(0.1, options.AdditionalProperties![AdaptiveOptionKeys.MinP]);
        Assert.Equal(1.1, options.AdditionalProperties[AdaptiveOptionKeys.RepetitionPenalty]);
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool], client.Messages.Select(message => message.Role));
        Assert.Equal("Ann", client.Messages[1].AuthorName);
        var call = Assert.IsType<FunctionCallContent>(client.Messages[2].Contents.Single());
        Assert.Equal(("c1", "f", 1), (call.CallId, call.Name, ((JsonElement)call.Arguments!["a"]!).GetInt32()));
        Assert.Equal("42", Assert.IsType<FunctionResultContent>(client.Messages[3].Contents.Single()).Result);
    }

    [Fact]
    public async Task Post_JsonSchema_ReachesTheClient()
    {
        var client = new ScriptedClient(new TextContent("{}"));
        await using var server = await RunningServer.OfAsync(client);

        await server.PostForJsonAsync(Path, """{"model":"scripted:fast","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object"}}}}""");

        var format = Assert.IsType<ChatResponseFormatJson>(client.Options!.ResponseFormat);
        Assert.Equal(0.5, client.Options.AdditionalProperties![AdaptiveOptionKeys.DepthBudget]);
        Assert.Equal(true, client.Options.AdditionalProperties!["strict"]);
        Assert.Equal(("city", """{"type":"object"}"""), (format.SchemaName, format.Schema!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{}""", "messages")]
    [InlineData("""{"messages":[null]}""", "messages[0]")]
    [InlineData("""{"messages":[{"role":"king","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"messages":[{"role":"user","content":5}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":0}""", "n")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":9}""", "n")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stop":[1]}""", "stop")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"top_logprobs":3}""", "top_logprobs")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logprobs":true,"top_logprobs":21}""", "adaptive.top_logprobs")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"reasoning_effort":"huge"}""", "reasoning_effort")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format.type")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema"}}""", "response_format.json_schema.schema")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive":{"depth_budget":[1]}}""", "adaptive.depth_budget")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive":{"depth_budget":1.5}}""", "adaptive.depth_budget")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive.depth_buget":0.5}""", "adaptive.depth_buget")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"min_p":2}""", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":-1}""", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", null)]
    public async Task Post_BadValue_SaysWhichField(string body, string? parameter)
    {
        await using var server = await RunningServer.EchoingAsync();

        (await server.PostForErrorAsync(Path, body)).Is(400, "invalid_value", parameter);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"logit_bias":{"5":1}}""", "unsupported_parameter", "logit_bias")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"functions":[{}]}""", "unsupported_parameter", "functions")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"modalities":["text","audio"]}""", "unsupported_parameter", "modalities")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "unsupported_content", "messages[0].content[0].type")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "invalid_json", "temperature")]
    [InlineData("""{"messages":""", "invalid_json", null)]
    [InlineData("""{"messages":[{"role":"user","content":"\ud83e"}]}""", "invalid_json", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"adaptive":{"\ud83e":1}}""", "invalid_json", null)]
    [InlineData("""[]""", "invalid_json", null)]
    [InlineData("""null""", "invalid_value", null)]
    [InlineData("", "invalid_json", null)]
    public async Task Post_WhatIsNotServed_SaysSo(string body, string code, string? parameter)
    {
        await using var server = await RunningServer.EchoingAsync();

        (await server.PostForErrorAsync(Path, body)).Is(400, code, parameter);
    }

    [Fact]
    public async Task Post_PromptBeyondTheContext_IsRefusedWithCounts()
    {
        await using var server = await RunningServer.EchoingAsync();

        var error = (await server.PostForErrorAsync(Path, $$"""{"messages":[{"role":"user","content":"{{new string('x', 5000)}}"}]}""")).Is(400, "context_length_exceeded", "messages");

        Assert.Contains("4096", error.Message);
    }

    [Fact]
    public async Task Post_FailureInsideAStream_IsTheLastEvent()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("so far")) { Failure = new InvalidOperationException("secret") });

        using var response = await server.PostAsync(Path, """{"messages":[{"role":"user","content":"x"}],"stream":true}""");
        string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("so far", events[1]);
        Assert.Equal("internal_error", JsonElement.Parse(events[^1][6..]).GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain("secret", events[^1]);
    }

    [Fact]
    public async Task Post_UnforeseenFailure_TellsNothingAboutTheInside()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient { Failure = new InvalidOperationException("secret") });

        var error = (await server.PostForErrorAsync(Path, """{"messages":[{"role":"user","content":"x"}]}""")).Is(500, "internal_error");

        Assert.DoesNotContain("secret", error.Message);
    }

    private static string Text(IEnumerable<JsonElement> events, int index = 0)
        => string.Concat(
            from chunk in events
            from choice in chunk.GetProperty("choices").EnumerateArray()
            where choice.GetProperty("index").GetInt32() == index && choice.GetProperty("delta").TryGetProperty("content", out _)
            select choice.GetProperty("delta").GetProperty("content").GetString());

    private static string?[] Texts(JsonElement reply)
        => [.. reply.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString())];
}
