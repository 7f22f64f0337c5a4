using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace AdaptiveProvider.Server.Tests;

/// <summary>OpenAI's own client library, which knows nothing of this server.</summary>
public sealed class OpenAIClientTests
{
    [Fact]
    public async Task CompleteChat_OneMessage_Replies()
    {
        await using var server = await RunningServer.EchoingAsync();

        ChatCompletion reply = await Chat(server).CompleteChatAsync(new SystemChatMessage("Be kind."), new UserChatMessage("hello"));

        Assert.Equal("You said: hello", reply.Content[0].Text);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Stop, reply.FinishReason);
        Assert.Equal("You said: hello".Length + 1, reply.Usage.OutputTokenCount);
        Assert.Equal(OpenAI.Chat.ChatMessageRole.Assistant, reply.Role);
    }

    [Fact]
    public async Task CompleteChatStreaming_OneMessage_StreamsTextAndUsage()
    {
        await using var server = await RunningServer.EchoingAsync();
        string text = "";
        ChatTokenUsage? usage = null;
        OpenAI.Chat.ChatFinishReason? finish = null;

        await foreach (var update in Chat(server).CompleteChatStreamingAsync([new UserChatMessage("hello")]))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal("You said: hello", text);
        Assert.Equal("You said: hello".Length + 1, usage?.OutputTokenCount);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Stop, finish);
    }

    [Fact]
    public async Task CompleteChat_Tools_CallsComeBack()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" })));
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Says the weather.", BinaryData.FromString("""{"type":"object"}""")) } };

        ChatCompletion reply = await Chat(server).CompleteChatAsync([new UserChatMessage("weather?")], options);

        Assert.Equal(OpenAI.Chat.ChatFinishReason.ToolCalls, reply.FinishReason);
        Assert.Equal(("c1", "weather", """{"city":"Rome"}"""), (reply.ToolCalls[0].Id, reply.ToolCalls[0].FunctionName, reply.ToolCalls[0].FunctionArguments.ToString()));
    }

    [Fact]
    public async Task CompleteChatStreaming_Tools_CallsComeBack()
    {
        await using var server = await RunningServer.OfAsync(new ScriptedClient(new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" })));

        var calls = new List<StreamingChatToolCallUpdate>();
        await foreach (var update in Chat(server).CompleteChatStreamingAsync([new UserChatMessage("weather?")]))
        {
            calls.AddRange(update.ToolCallUpdates);
        }

        Assert.Equal(("c1", "weather", """{"city":"Rome"}"""), (calls[0].ToolCallId, calls[0].FunctionName, string.Concat(calls.Select(call => call.FunctionArgumentsUpdate.ToString()))));
    }

    [Fact]
    public async Task CompleteChat_SuffixOfTheModelName_SpendsLessDepth()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());
        var client = new ChatClient("scripted:fast", new ApiKeyCredential("unused"), Options(server));

        ClientResult<ChatCompletion> reply = await client.CompleteChatAsync([new UserChatMessage("x")], new ChatCompletionOptions { MaxOutputTokenCount = 9 });

        Assert.True(reply.GetRawResponse().Headers.TryGetValue("x-adaptive-mean-depth", out string? depth));
        Assert.InRange(double.Parse(depth!, System.Globalization.CultureInfo.InvariantCulture), 0.5, 0.6);
    }

    [Fact]
    public async Task CompleteChat_RawDepthFields_AreTaken()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var result = await Chat(server).CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(
            """{"messages":[{"role":"user","content":"x"}],"max_tokens":9,"adaptive":{"exit_layer":2}}""")));

        var usage = JsonElement.Parse(result.GetRawResponse().Content.ToString()).GetProperty("usage");
        Assert.Equal(0.5, usage.GetProperty("completion_tokens_details").GetProperty("adaptive").GetProperty("mean_depth").GetDouble());
    }

    [Fact]
    public async Task CompleteChat_WrongKey_ThrowsWith401()
    {
        await using var server = await RunningServer.EchoingAsync(new AdaptiveServerOptions { ApiKeys = ["right"] });

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Chat(server, "wrong").CompleteChatAsync(new UserChatMessage("x")));
        ChatCompletion reply = await Chat(server, "right").CompleteChatAsync(new UserChatMessage("x"));

        Assert.Equal(401, refused.Status);
        Assert.Contains("API key", refused.Message);
        Assert.Equal("You said: x", reply.Content[0].Text);
    }

    [Fact]
    public async Task CompleteChat_WrongModel_ThrowsWith404()
    {
        await using var server = await RunningServer.EchoingAsync();

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => new ChatClient("gpt-4o", new ApiKeyCredential("x"), Options(server)).CompleteChatAsync(new UserChatMessage("x")));

        Assert.Equal(404, refused.Status);
    }

    [Fact]
    public async Task GetModels_Always_ListsThem()
    {
        await using var server = await RunningServer.EchoingAsync();

        OpenAIModelCollection models = await new OpenAIModelClient(new ApiKeyCredential("x"), Options(server)).GetModelsAsync();

        Assert.Equal(["scripted", "scripted:exact", "scripted:fast"], models.Select(model => model.Id).Order());
    }

    private static ChatClient Chat(RunningServer server, string key = "unused") => new("scripted", new ApiKeyCredential(key), Options(server));

    private static OpenAIClientOptions Options(RunningServer server) => new() { Endpoint = new Uri(server.Url, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
}
