using System.Text.Json;
using AdaptiveProvider.Testing.Chat;

namespace AdaptiveProvider.Server.Tests;

/// <summary>Replies that are held to a form, through the whole stack: a model that says anything says what the schema allows.</summary>
public sealed class ResponseFormatTests
{
    private const string Path = "/v1/chat/completions";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Post_JsonSchema_TheReplyFitsIt(int seed)
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var reply = await server.PostForJsonAsync(Path, $$$$"""
            {"messages":[{"role":"user","content":"x"}],"temperature":1,"seed":{{{{seed}}}},"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,
             "schema":{"type":"object","properties":{"kind":{"enum":["cat","dog"]},"old":{"type":"boolean"}},"required":["kind","old"],"additionalProperties":false} } } }
            """);

        var choice = reply.GetProperty("choices")[0];
        var said = JsonElement.Parse(choice.GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Contains(said.GetProperty("kind").GetString(), (string[])["cat", "dog"]);
        Assert.True(said.GetProperty("old").ValueKind is JsonValueKind.True or JsonValueKind.False);
    }

    [Fact]
    public async Task Post_StrictSchemaThatCannotBeHeldTo_Is400()
    {
        await using var server = await RunningServer.OfAsync(ScriptedChat.Endless());

        var error = await server.PostForErrorAsync(Path, """
            {"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"not":{"type":"string"}}}}}
            """);

        Assert.Contains("\"not\"", error.Is(400, "schema_not_supported", "response_format").Message);
    }
}
