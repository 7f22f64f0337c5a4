using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Calling functions over scripted replies: what the model is told, what is read, and whole rounds through the invoking middleware.</summary>
public sealed class AdaptiveChatClientToolTests
{
    private const string Call = """<tool_call>{"name": "get_weather", "arguments": {"city": "Paris"}}</tool_call>""";

    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => $"sunny in {city}", "get_weather", "Weather of a city");
    private static readonly AIFunction Time = AIFunctionFactory.Create(() => "noon", "get_time", "The time");

    [Fact]
    public async Task GetResponseAsync_Call_IsAContentWithItsReason()
    {
        await using var model = Hermes(_ => Call);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather] });

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal("get_weather", call.Name);
        Assert.Equal("Paris", Assert.IsType<JsonElement>(call.Arguments!["city"]).GetString());
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal("", response.Text);
        Assert.NotNull(response.Usage);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_TextBeforeACall_StreamsAndTheCallComesWhole()
    {
        await using var model = Hermes(_ => $"Let me look. {Call}");
        using var client = new AdaptiveChatClient(model);

        var updates = await client.GetStreamingResponseAsync("Weather?", new ChatOptions { Tools = [Weather] }).ToListAsync();

        Assert.Equal("Let me look. ", string.Concat(updates.Select(update => update.Text)));
        Assert.True(updates.Count(update => update.Text.Length > 0) > 5, "text streams");
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>());
        Assert.Single(updates[..^1].Select(update => update.MessageId).Distinct());
    }

    [Fact]
    public async Task GetResponseAsync_Tools_AreShownToTheTemplateAsFunctionObjects()
    {
        string? prompt = null;
        await using var model = Hermes(seen => (prompt = seen, "ok").Item2);
        using var client = new AdaptiveChatClient(model);

        await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather.AsDeclarationOnly(), new HostedWebSearchTool()] });

        Assert.StartsWith(
            """tools [{"type": "function", "function": {"name": "get_weather", "description": "Weather of a city", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]""",
            prompt,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_TemplateWithoutTools_DescribesThemInTheSystemMessage()
    {
        string? prompt = null;
        await using var model = ScriptedChat.Replying(seen => (prompt = seen, Call).Item2);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Weather?")], new ChatOptions { Tools = [Weather], Instructions = "First." });

        Assert.StartsWith("system\nFirst.\n\nBe kind.\n\nYou can call functions.", prompt, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"get_weather\"", prompt, StringComparison.Ordinal);
        Assert.Equal("get_weather", Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents)).Name);
    }

    [Fact]
    public async Task GetResponseAsync_NoToolsOrModeNone_CallsAreText()
    {
        string? prompt = null;
        await using var model = Hermes(seen => (prompt = seen, Call).Item2);
        using var client = new AdaptiveChatClient(model);

        foreach (var options in (ChatOptions?[])[null, new ChatOptions { Tools = [Weather], ToolMode = ChatToolMode.None }, new ChatOptions { Tools = [new HostedWebSearchTool()] }])
        {
            var response = await client.GetResponseAsync("Weather?", options);

            Assert.Equal(Call, response.Text);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            Assert.DoesNotContain("tools", prompt, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GetResponseAsync_SeveralCalls_AreReadUnlessOnlyOneIsAllowed()
    {
        await using var model = Hermes(_ => Call + "\n" + """<tool_call>{"name": "get_time", "arguments": {}}</tool_call>""" + new string('y', 3000));
        using var client = new AdaptiveChatClient(model);

        var both = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather, Time] });
        var one = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather, Time], AllowMultipleToolCalls = false });

        Assert.Equal(["get_weather", "get_time"], both.Messages[0].Contents.OfType<FunctionCallContent>().Select(call => call.Name));
        Assert.Equal(["get_weather"], one.Messages[0].Contents.OfType<FunctionCallContent>().Select(call => call.Name));
        Assert.Equal(ChatFinishReason.ToolCalls, one.FinishReason);
        Assert.True(one.Usage!.OutputTokenCount < both.Usage!.OutputTokenCount, "the rest is not generated");
        Assert.Empty(model.Engine.Snapshot().Running);
    }

    [Theory]
    [InlineData(nameof(ToolTemplates.Hermes), "<tool_call>\n{\"name\": \"get_weather\", \"arguments\":")]
    [InlineData(nameof(ToolTemplates.Llama3), "{\"name\": \"get_weather\", \"parameters\":")]
    [InlineData(nameof(ToolTemplates.Mistral), "[TOOL_CALLS][{\"name\": \"get_weather\", \"arguments\":")]
    [InlineData(nameof(ByteTokenizerFiles.ChatMl), "<tool_call>{\"name\": \"get_weather\", \"arguments\":")]
    public async Task GetResponseAsync_RequireSpecific_BeginsTheReplyWithTheCall(string template, string opening)
    {
        await using var model = Model(Template(template), _ => opening + """{"city": "Paris"}}""" + (template == nameof(ToolTemplates.Mistral) ? "]" : ""));
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Time, Weather], ToolMode = ChatToolMode.RequireSpecific("get_weather") });

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal(("get_weather", "Paris"), (call.Name, call.Arguments!["city"]!.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.True(response.Usage!.OutputTokenCount < opening.Length, "the opening is given, not generated");
    }

    [Fact]
    public void GetStreamingResponseAsync_RequiredFunctionMissing_ThrowsNamingIt()
    {
        using var model = Hermes(_ => "x");
        using var client = new AdaptiveChatClient(model);

        var unknown = Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync("hi", new ChatOptions { Tools = [Time], ToolMode = ChatToolMode.RequireSpecific("get_weather") }));
        Assert.Contains("get_weather", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => client.GetStreamingResponseAsync("hi", new ChatOptions { ToolMode = ChatToolMode.RequireAny }));
    }

    [Fact]
    public async Task GetResponseAsync_MalformedCall_KeepsExceptionAndWhatTheModelWrote()
    {
        string? prompt = null;
        await using var model = Hermes(seen => (prompt = seen, """<tool_call>{"name": "get_weather", "arguments": {"city": }}</tool_call>""").Item2);
        using var client = new AdaptiveChatClient(model);
        List<ChatMessage> history = [new(ChatRole.User, "Weather?")];

        history.AddMessages(await client.GetResponseAsync(history, new ChatOptions { Tools = [Weather] }));
        var call = history[^1].Contents.OfType<FunctionCallContent>().Single();
        history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, "Error: malformed")]));
        await client.GetResponseAsync(history, new ChatOptions { Tools = [Weather] });

        Assert.NotNull(call.Exception);
        Assert.Contains("""<tool_call>{"name": "get_weather", "arguments": {"city": }}</tool_call>""", prompt, StringComparison.Ordinal);
        Assert.Contains("Error: malformed", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_ReplyCutWithinACall_EndsWithLength()
    {
        await using var model = Hermes(_ => Call);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather], MaxOutputTokens = 40 });

        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Contains("MaxOutputTokens", Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents)).Exception!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ToolTemplates.Hermes), false)]
    [InlineData(nameof(ToolTemplates.Hermes), true)]
    [InlineData(nameof(ByteTokenizerFiles.ChatMl), false)]
    public async Task GetResponseAsync_FunctionInvocation_CallsAndAnswers(string template, bool isStreaming)
    {
        var prompts = new List<string>();
        await using var model = Model(Template(template), prompt =>
        {
            lock (prompts)
            {
                prompts.Add(prompt);
            }

            return prompt.Contains("sunny in Paris", StringComparison.Ordinal) ? "It is sunny." : Call;
        });
        using var client = new AdaptiveChatClient(model).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [Weather] };

        var response = isStreaming
            ? await client.GetStreamingResponseAsync("Weather?", options).ToChatResponseAsync()
            : await client.GetResponseAsync("Weather?", options);

        Assert.Equal("It is sunny.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
        Assert.Contains("Paris", prompts[^1], StringComparison.Ordinal);
        Assert.True(response.Usage!.OutputTokenCount > Call.Length, "both rounds are counted");
    }

    [Fact]
    public async Task GetResponseAsync_RequireSpecificThroughFunctionInvocation_RequiresOnlyOnce()
    {
        await using var model = Hermes(prompt => prompt.Contains("sunny in Paris", StringComparison.Ordinal) ? "It is sunny." : "<tool_call>\n{\"name\": \"get_weather\", \"arguments\":{\"city\": \"Paris\"}}");
        using var client = new AdaptiveChatClient(model).AsBuilder().UseFunctionInvocation().Build();

        var response = await client.GetResponseAsync("Weather?", new ChatOptions { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("get_weather") });

        Assert.Equal("It is sunny.", response.Text);
    }

    private static string Template(string name) => name switch
    {
        nameof(ToolTemplates.Hermes) => ToolTemplates.Hermes,
        nameof(ToolTemplates.Llama3) => ToolTemplates.Llama3,
        nameof(ToolTemplates.Mistral) => ToolTemplates.Mistral,
        _ => ByteTokenizerFiles.ChatMl,
    };

    private static AdaptiveModel Hermes(Func<string, string> reply) => Model(ToolTemplates.Hermes, reply);

    private static AdaptiveModel Model(string template, Func<string, string> reply) => ScriptedChat.Model(new ScriptedReplyExecutor(reply), chatTemplate: template);
}
