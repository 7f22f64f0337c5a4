using System.Text.Json;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Replies that must be JSON, whatever the model would rather write.</summary>
public sealed class AdaptiveChatClientFormatTests
{
    private static readonly JsonElement Person = Schema("""{"type":"object","properties":{"name":{"type":"string","maxLength":8},"age":{"type":"integer","minimum":0,"maximum":99}},"required":["name","age"],"additionalProperties":false}""");
    private static readonly JsonElement Unsupported = Schema("""{"type":"object","properties":{"a":{"type":"integer","minimum":0,"maximum":9}},"required":["a"],"additionalProperties":false,"not":{"required":["b"]}}""");

    private static readonly AIFunction Weather = AIFunctionFactory.Create((Sky sky, int days) => "", "get_weather");
    private static readonly AIFunction Time = AIFunctionFactory.Create((bool utc) => "noon", "get_time");

    public enum Sky
    {
        Clear,
        Cloudy,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GetResponseAsync_SchemaAndARandomModel_ReplyIsValid(long seed)
    {
        await using var model = ScriptedChat.Endless(slotLength: 2048);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Person), Temperature = 1, Seed = seed });

        var person = JsonDocument.Parse(response.Text).RootElement;
        Assert.InRange(person.GetProperty("age").GetInt32(), 0, 99);
        Assert.True(person.GetProperty("name").GetString()!.Length <= 16, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.False(response.AdditionalProperties!.ContainsKey(AdaptiveReportKeys.SchemaNote));
    }

    [Fact]
    public async Task GetResponseAsync_Schema_IsToldToTheModel()
    {
        string? prompt = null;
        await using var model = ScriptedChat.Replying(seen => (prompt = seen, """{"name": "Ann", "age": 3}""").Item2);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Instructions = "Be kind.", ResponseFormat = ChatResponseFormat.ForJsonSchema(Person, "person", "A person.") });

        Assert.StartsWith($"system\nBe kind.\n\nReply with JSON and nothing else, valid by this JSON schema. It is: A person.\n{Person.GetRawText()}", prompt, StringComparison.Ordinal);
        Assert.Equal("""{"name": "Ann", "age": 3}""", response.Text);
    }

    [Fact]
    public async Task GetResponseAsync_UnsupportedKeyword_IsRefusedByNameOnlyWhenStrict()
    {
        await using var model = ScriptedChat.Endless(slotLength: 2048);
        using var client = new AdaptiveChatClient(model);
        using var strictClient = new AdaptiveChatClient(model, options: new AdaptiveChatClientOptions { StrictSchemas = true });
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Unsupported), Seed = 1 };

        var lenient = await client.GetResponseAsync("hi", options);
        options.AdditionalProperties = new() { ["strict"] = true };
        var strict = await Assert.ThrowsAsync<SchemaNotSupportedException>(() => client.GetResponseAsync("hi", options));
        options.AdditionalProperties = null;
        await Assert.ThrowsAsync<SchemaNotSupportedException>(() => strictClient.GetResponseAsync("hi", options));

        Assert.InRange(JsonDocument.Parse(lenient.Text).RootElement.GetProperty("a").GetInt32(), 0, 9);
        Assert.Contains("\"not\"", Assert.IsType<string>(lenient.AdditionalProperties![AdaptiveReportKeys.SchemaNote]), StringComparison.Ordinal);
        Assert.Contains("\"not\"", strict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_JsonMode_BeginsAnObject()
    {
        await using var model = ScriptedChat.Endless(slotLength: 2048);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 20, Temperature = 1, Seed = 1 });

        Assert.StartsWith("{", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get_weather", 1)]
    [InlineData("get_weather", 2)]
    [InlineData(null, 1)]
    [InlineData(null, 2)]
    [InlineData(null, 3)]
    public async Task GetResponseAsync_RequiredCallAndARandomModel_CallsWithValidArguments(string? function, long seed)
    {
        await using var model = ScriptedChat.Endless(slotLength: 2048);
        using var client = new AdaptiveChatClient(model);
        var mode = function is null ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(function);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Tools = [Weather, Time], ToolMode = mode, Temperature = 1, Seed = seed, MaxOutputTokens = 100 });

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Null(call.Exception);
        Assert.Contains(call.Name, (IEnumerable<string>)(function is null ? ["get_weather", "get_time"] : [function]));
        Assert.Equal(call.Name == "get_weather" ? ["sky", "days"] : ["utc"], call.Arguments!.Keys);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Theory]
    [InlineData(nameof(ToolTemplates.Llama3))]
    [InlineData(nameof(ToolTemplates.Mistral))]
    [InlineData(nameof(ToolTemplates.Hermes))]
    public async Task GetResponseAsync_RequireAnyInEveryFormat_Calls(string template)
    {
        string source = template == nameof(ToolTemplates.Llama3) ? ToolTemplates.Llama3 : template == nameof(ToolTemplates.Mistral) ? ToolTemplates.Mistral : ToolTemplates.Hermes;
        await using var model = ScriptedChat.Model(RandomExecutor(), chatTemplate: source);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Tools = [Weather, Time], ToolMode = ChatToolMode.RequireAny, Temperature = 1, Seed = 5 });

        Assert.Null(Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents)).Exception);
    }

    [Fact]
    public async Task GetResponseAsync_FormatAndTools_ReplyIsEitherJsonOrACall()
    {
        await using var model = ScriptedChat.Endless(slotLength: 2048);
        using var client = new AdaptiveChatClient(model);
        var kinds = new HashSet<string>();

        for (int seed = 0; seed < 12; seed++)
        {
            var response = await client.GetResponseAsync($"hi {seed}", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Person), Tools = [Time], Temperature = 1.5f, Seed = seed });
            if (response.Messages[0].Contents.OfType<FunctionCallContent>().SingleOrDefault() is { } call)
            {
                Assert.Null(call.Exception);
                kinds.Add("call");
            }
            else
            {
                JsonDocument.Parse(response.Text);
                kinds.Add("json");
            }
        }

        Assert.Equal(["call", "json"], kinds.Order());
    }

    [Fact]
    public async Task GetResponseAsync_SchemaOnAThinkingModel_AnswersAtOnce()
    {
        string? prompt = null;
        await using var model = ScriptedChat.Model(
            new ScriptedReplyExecutor(seen => (prompt = seen, "<think>\n\n</think>\n\n" + """{"name": "Ann", "age": 3}""").Item2), chatTemplate: ToolTemplates.Thinking);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync<PersonReply>("hi");

        Assert.Equal(("Ann", 3), (response.Result.Name, response.Result.Age));
    }

    private static Testing.Engine.ScriptedExecutor RandomExecutor()
        => new(new Testing.Engine.ScriptedModel(AdaptiveProvider.Engine.Depth.StageLayout.Uniform(4, 2), ByteTokenizerFiles.VocabularySize), 4, 2048);

    private static JsonElement Schema(string json) => JsonDocument.Parse(json).RootElement;

    public sealed record PersonReply(string Name, int Age);
}
