using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Tools, the choice among them, and calls of the model.</summary>
public sealed class ToolCallTests
{
    private const string Path = "/v1/chat/completions";

    private const string Request = """
        {"messages":[{"role":"user","content":"weather?"}],"tools":[{"type":"function","function":{"name":"weather","description":"Says the weather.","strict":true,"parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}]
        """;

    private static AIContent[] Calls =>
    [
        new TextContent("Let me see."),
        new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome", ["days"] = 2 }),
        new FunctionCallContent("c2", "weather"),
    ];

    [Fact]
    public async Task Post_Tools_ReachTheClientAsDeclarations()
    {
        var client = new ScriptedClient(new TextContent("ok"));
        await using var server = await RunningServer.OfAsync(client);

        await server.PostForJsonAsync(Path, Request + ""","parallel_tool_calls":false,"tool_choice":{"type":"function","function":{"name":"weather"}}}""");

        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(client.Options!.Tools!.Single());
        Assert.Equal(("weather", "Says the weather.", true), (tool.Name, tool.Description, tool.AdditionalProperties["strict"]));
        Assert.Equal("string", tool.JsonSchema.GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
        Assert.Equal(ChatToolMode.RequireSpecific("weather"), client.Options.ToolMode);
        Assert.False(client.Options.AllowMultipleToolCalls);
        Assert.False(tool is AIFunction);
    }

    [Fact]
    public async Task Post_ToolChoiceWords_MapToModes()
    {
        var client = new ScriptedClient(new TextContent("ok"));
        await using var server = await RunningServer.OfAsync(client);
        var modes = new List<ChatToolMode?>();

        foreach (string word in (string[])["auto", "none", "required"])
        {
            await server.PostForJsonAsync(Path, Request + $$""","tool_choice":"{{word}}"}""");
            modes.Add(client.Options!.ToolMode);
        }

        Assert.Equal([ChatToolMode.Auto, ChatToolMode.None, ChatToolMode.RequireAny], modes);
    }

    [Fact]
    public async Task Post_ClientCalls_BecomeToolCalls()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(Calls) { FinishReason = ChatFinishReason.ToolCalls });

        var choice = (await server.PostForJsonAsync(Path, Request + "}")).GetProperty("choices")[0];

        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("Let me see.", choice.GetProperty("message").GetProperty("content").GetString());
        var calls = choice.GetProperty("message").GetProperty("tool_calls");
        Assert.Equal(2, calls.GetArrayLength());
        Assert.Equal("c1", calls[0].GetProperty("id").GetString());
        Assert.Equal("function", calls[0].GetProperty("type").GetString());
        Assert.Equal("weather", calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("""{"city":"Rome","days":2}""", calls[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal("{}", calls[1].GetProperty("function").GetProperty("arguments").GetString());
        Assert.False(calls[0].TryGetProperty("index", out _));
    }

    [Fact]
    public async Task Post_CallsOfAReplyThatWasCutOff_EndWithLength()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(Calls) { FinishReason = ChatFinishReason.Length });

        Assert.Equal("length", (await server.PostForJsonAsync(Path, Request + "}")).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Post_ClientCallsStreamed_ComeAsDeltasWithTheirIndex()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(Calls));

        var events = await server.PostForEventsAsync(Path, Request + ",\"stream\":true}");

        var calls = events.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Where(choice => choice.GetProperty("delta").TryGetProperty("tool_calls", out _))
            .SelectMany(choice => choice.GetProperty("delta").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal([(0, "c1"), (1, "c2")], calls.Select(call => (call.GetProperty("index").GetInt32(), call.GetProperty("id").GetString()!)));
        Assert.Equal("tool_calls", events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Post_CallThatAMiddlewareHasAnswered_IsNotTheCallersBusiness()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient([new FunctionCallContent("c1", "clock"), new FunctionResultContent("c1", "noon"), new TextContent("It is noon.")]));

        var choice = (await server.PostForJsonAsync(Path, """{"messages":[{"role":"user","content":"x"}]}""")).GetProperty("choices")[0];

        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.False(choice.GetProperty("message").TryGetProperty("tool_calls", out _));
    }

    [Fact]
    public async Task Post_ModelThatCalls_TwoRoundsThroughTheWholeStack()
    {
        const string Call = """<tool_call>{"name": "weather", "arguments": {"city": "Rome"}}</tool_call>""";
        var model = ScriptedChat.Model(new ScriptedReplyExecutor(prompt => prompt.Contains("sunny", StringComparison.Ordinal) ? "It is sunny." : Call), chatTemplate: ToolTemplates.Hermes);
        await using var server = await RunningServer.OfAsync(model);

        var message = (await server.PostForJsonAsync(Path, Request + "}")).GetProperty("choices")[0].GetProperty("message");
        string answered = $$"""
            {"messages":[{"role":"user","content":"weather?"},{{message.GetRawText()}},{"role":"tool","tool_call_id":"{{message.GetProperty("tool_calls")[0].GetProperty("id").GetString()}}","content":"sunny"}]}
            """;
        var second = (await server.PostForJsonAsync(Path, answered)).GetProperty("choices")[0];

        Assert.Equal("""{"city":"Rome"}""", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal("It is sunny.", second.GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Post_CallThatCannotBeRead_ComesAndGoesAsItWasWritten()
    {
        const string Call = """<tool_call>{"name": "weather", "arguments": {"city": }}</tool_call>""";
        string seen = "";
        var model = ScriptedChat.Model(new ScriptedReplyExecutor(prompt => (seen = prompt, Call).Call), chatTemplate: ToolTemplates.Hermes);
        await using var server = await RunningServer.OfAsync(model);

        var message = (await server.PostForJsonAsync(Path, Request + "}")).GetProperty("choices")[0].GetProperty("message");
        await server.PostForJsonAsync(Path, $$"""{"messages":[{"role":"user","content":"weather?"},{{message.GetRawText()}},{"role":"user","content":"Again."}]}""");

        Assert.Contains("\"city\": }", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Contains(Call, seen);
    }

    [Fact]
    public async Task Post_Thoughts_AreKeptApartFromTheReply()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient([new TextReasoningContent("hmm"), new TextContent("yes")]));

        var message = (await server.PostForJsonAsync(Path, """{"messages":[{"role":"user","content":"x"}]}""")).GetProperty("choices")[0].GetProperty("message");

        Assert.Equal(("hmm", "yes"), (message.GetProperty("reasoning_content").GetString(), message.GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData(""","tool_choice":"maybe"}""", "tool_choice")]
    [InlineData(""","tool_choice":{"type":"function","function":{"name":"tides"}}}""", "tool_choice")]
    [InlineData(""","tool_choice":{"type":"function"}}""", "tool_choice")]
    public async Task Post_BadChoice_IsRefused(string end, string parameter)
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("ok")));

        (await server.PostForErrorAsync(Path, Request + end)).Is(400, "invalid_value", parameter);
    }

    [Theory]
    [InlineData("""[{"type":"retrieval"}]""", "tools[0].type")]
    [InlineData("""[null]""", "tools[0].type")]
    [InlineData("""[{"type":"function","function":{"name":"two words"}}]""", "tools[0].function.name")]
    [InlineData("""[{"type":"function","function":{"name":"f","parameters":[]}}]""", "tools[0].function.parameters")]
    public async Task Post_BadTool_IsRefused(string tools, string parameter)
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("ok")));

        (await server.PostForErrorAsync(Path, $$"""{"messages":[{"role":"user","content":"x"}],"tools":{{tools}}}""")).Is(400, "invalid_value", parameter);
    }

    [Fact]
    public async Task Post_RequiredChoiceWithoutTools_IsRefused()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new TextContent("ok")));

        (await server.PostForErrorAsync(Path, """{"messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""")).Is(400, "invalid_value", "tool_choice");
    }
}
