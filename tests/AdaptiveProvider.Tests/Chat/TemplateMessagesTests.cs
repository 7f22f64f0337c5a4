using AdaptiveProvider.Chat;
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
}
