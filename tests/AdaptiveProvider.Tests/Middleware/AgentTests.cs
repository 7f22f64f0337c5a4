using AdaptiveProvider.Testing.Chat;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Middleware;

/// <summary>Agent Framework over the client.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task RunAsync_InstructionsToolsAndDepth_ReachTheModelAndItsReportComesBack()
    {
        string? prompt = null;
        await using var model = ScriptedChat.Replying(seen => (prompt = seen, seen.Contains("noon", StringComparison.Ordinal) ? "It is noon." : """<tool_call>{"name": "get_time", "arguments": {}}</tool_call>""").Item2);
        var agent = new ChatClientAgent(
            new AdaptiveChatClient(model),
            new ChatClientAgentOptions { ChatOptions = new ChatOptions { Instructions = "Be kind.", Tools = [AIFunctionFactory.Create(() => "noon", "get_time")], MaxDepth = 1 } });

        var response = await agent.RunAsync("Time?", options: new ChatClientAgentRunOptions(new ChatOptions { MaxDepth = 0.5 }));

        Assert.Equal("It is noon.", response.Text);
        Assert.StartsWith("system\nBe kind.", prompt, StringComparison.Ordinal);
        Assert.Equal(0.5, response.Usage!.MeanDepth);
    }

    [Fact]
    public async Task RunAsync_Session_KeepsTheConversation()
    {
        await using var model = ScriptedChat.Replying(prompt => $"turn {prompt.Split("user\n").Length - 1}");
        var agent = new ChatClientAgent(new AdaptiveChatClient(model));
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        var second = await agent.RunAsync("two", session);

        Assert.Equal("turn 2", second.Text);
        Assert.True(second.Usage!.CachedInputTokenCount > 0, "the first turn is found in the cache");
    }
}
