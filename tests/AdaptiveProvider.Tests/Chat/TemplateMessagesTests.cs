using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Chat.Tools;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Chat;

public sealed class TemplateMessagesTests
{
    [Fact]
    public void From_ToolCallAndResult_WritesThemAsTemplatesReadThem()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Weather in Paris?"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Paris", ["days"] = 2 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "sunny"), new FunctionResultContent("c2", new { Degrees = 20 })]),
        ];

        string written = TemplateMessages.From(messages, null).ToJsonString();

        Assert.Equal(
            """[{"role":"user","content":"Weather in Paris?"},"""
            + """{"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":{"city":"Paris","days":2}}}]},"""
            + """{"role":"tool","tool_call_id":"c1","content":"sunny"},{"role":"tool","tool_call_id":"c2","content":"{\u0022degrees\u0022:20}"}]""",
            written);
    }

    [Fact]
    public void From_SeveralTexts_AreJoined()
    {
        var message = new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("a"), new TextContent("b"), new UsageContent(new UsageDetails())]);

        Assert.Equal("""[{"role":"assistant","content":"ab","reasoning_content":"hm"}]""", TemplateMessages.From([message], null).ToJsonString());
    }

    [Fact]
    public void From_NullMessage_Throws() => Assert.Throws<ArgumentNullException>(() => TemplateMessages.From([null!], null));

    [Fact]
    public void From_OnlyInstructions_IsAConversation()
        => Assert.Equal("""[{"role":"system","content":"Begin."}]""", TemplateMessages.From([], "Begin.").ToJsonString());

    [Fact]
    public void From_PlainFormat_WritesCallsAndResultsAsText()
    {
        string written = Unescaped(TemplateMessages.From(TwoCalls(), null, conventions: new ModelConventions(ToolCallFormat.Plain, null)));

        Assert.Equal(
            """[{"role":"user","content":"hi"},"""
            + """{"role":"assistant","content":"Well.<tool_call>{\"name\":\"f\",\"arguments\":{\"x\":1}}</tool_call><tool_call>{\"name\":\"g\",\"arguments\":{}}</tool_call>"},"""
            + """{"role":"user","content":"<tool_response>one</tool_response>\n<tool_response>Error: broken</tool_response>"}]""",
            written);
    }

    [Fact]
    public void From_FormatWithOneCallPerMessage_PutsEachResultBehindItsCall()
    {
        var written = TemplateMessages.From(TwoCalls(), null, conventions: new ModelConventions(ToolCallFormat.Llama3, null));

        Assert.Equal(["user", "assistant", "tool", "assistant", "tool"], written.Select(message => message!["role"]!.GetValue<string>()));
        Assert.Equal(["c1", "c2"], written.Where(message => message!["tool_call_id"] is not null).Select(message => message!["tool_call_id"]!.GetValue<string>()));
        Assert.Equal(["Well.", ""], written.Where(message => message!["role"]!.GetValue<string>() == "assistant").Select(message => message!["content"]!.GetValue<string>()));
    }

    [Fact]
    public void From_FormatWithShortIds_GivesCallsAndResultsTheSameOnes()
    {
        var written = TemplateMessages.From(TwoCalls(), null, conventions: new ModelConventions(ToolCallFormat.Mistral, null));

        string[] calls = [.. written[1]!["tool_calls"]!.AsArray().Select(call => call!["id"]!.GetValue<string>())];
        Assert.Equal(calls, written.Skip(2).Select(result => result!["tool_call_id"]!.GetValue<string>()));
        Assert.All(calls, id => Assert.Equal(9, id.Length));
        Assert.Equal(2, calls.Distinct().Count());
    }

    [Fact]
    public void From_InstructionsAndAppendix_StandAroundTheSystemMessage()
    {
        ChatMessage[] messages = [new(ChatRole.System, "b"), new(ChatRole.User, "hi")];

        Assert.Equal("a\n\nb\n\nc", TemplateMessages.From(messages, "a", "c")[0]!["content"]!.GetValue<string>());
        Assert.Equal("a\n\nc", TemplateMessages.From(messages[1..], "a", "c")[0]!["content"]!.GetValue<string>());
        Assert.Equal("user", TemplateMessages.From(messages[1..], "", "")[0]!["role"]!.GetValue<string>());
    }

    [Fact]
    public void From_ResultsOfEveryKind_AreText()
    {
        object?[] results = [null, "text", 3, JsonDocument.Parse("\"quoted\"").RootElement, new TextContent("content"), (AIContent[])[new TextContent("a"), new TextContent("b")], new[] { 1, 2 }];
        var message = new ChatMessage(ChatRole.Tool, [.. results.Select(result => new FunctionResultContent("c", result))]);

        Assert.Equal(["", "text", "3", "quoted", "content", "ab", "[1,2]"], TemplateMessages.From([message], null).Select(entry => entry!["content"]!.GetValue<string>()));
    }

    [Fact]
    public void From_ImageAsResult_ThrowsNotSupported()
        => Assert.Throws<NotSupportedException>(() => TemplateMessages.From([new(ChatRole.Tool, [new FunctionResultContent("c", new DataContent(new byte[] { 1 }, "image/png"))])], null));

    private static ChatMessage[] TwoCalls() =>
    [
        new(ChatRole.User, "hi"),
        new(ChatRole.Assistant, [new TextContent("Well."), new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = 1 }), new FunctionCallContent("c2", "g")]),
        new(ChatRole.Tool, [new FunctionResultContent("c1", "one"), new FunctionResultContent("c2", null) { Exception = new InvalidOperationException("broken") }]),
    ];

    private static string Unescaped(JsonArray messages)
        => messages.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
