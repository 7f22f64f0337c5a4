using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Models that think in writing.</summary>
public sealed class AdaptiveChatClientThinkingTests
{
    private const string Reply = "<think>\nHm.\n</think>\n\nYes.";

    [Fact]
    public async Task GetResponseAsync_Thought_IsReasoningAndNotText()
    {
        await using var model = Model(ToolTemplates.Thinking, _ => Reply);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi");

        Assert.Equal("Yes.", response.Text);
        Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(response.Messages[0].Contents[0]).Text);
        Assert.Equal("<think>\nHm.\n</think>".Length, response.Usage!.ReasoningTokenCount);
        Assert.Equal(Reply.Length + 1, response.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Thought_StreamsBeforeTheText()
    {
        await using var model = Model(ToolTemplates.Thinking, _ => Reply);
        using var client = new AdaptiveChatClient(model);

        var contents = await client.GetStreamingResponseAsync("hi").SelectMany(update => update.Contents.ToAsyncEnumerable()).Where(content => content is TextContent or TextReasoningContent).ToListAsync();

        int lastThought = contents.FindLastIndex(content => content is TextReasoningContent);
        Assert.True(lastThought >= 2, "thoughts stream");
        Assert.Equal(lastThought + 1, contents.FindIndex(content => content is TextContent));
    }

    [Theory]
    [InlineData(nameof(ToolTemplates.Thinking), "<think>\n\n</think>\n\n")]
    [InlineData(nameof(ToolTemplates.AlwaysThinking), "<think>\n\n</think>\n\n")]
    public async Task GetResponseAsync_NoEffort_LeavesNoThoughtToThink(string template, string opening)
    {
        // The script goes on behind the role, so its reply holds what the prompt gives of it.
        await using var model = Model(template == nameof(ToolTemplates.Thinking) ? ToolTemplates.Thinking : ToolTemplates.AlwaysThinking, _ => opening + "Yes.");
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.None } });

        Assert.Equal("Yes.", response.Text);
        Assert.Equal("Yes.".Length + 1, response.Usage!.OutputTokenCount);
        Assert.Equal(0, response.Usage.ReasoningTokenCount);
        Assert.DoesNotContain(response.Messages[0].Contents, content => content is TextReasoningContent);
    }

    [Fact]
    public async Task GetResponseAsync_TemplateBeginsTheThought_ReplyGoesOnWithIt()
    {
        await using var model = Model(ToolTemplates.AlwaysThinking, _ => Reply);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi");

        Assert.Equal("Yes.", response.Text);
        Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(response.Messages[0].Contents[0]).Text);
    }

    [Fact]
    public async Task GetResponseAsync_ThoughtCutAtTheMaximum_IsReasoning()
    {
        await using var model = Model(ToolTemplates.Thinking, _ => Reply);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 10 });

        Assert.Equal("", response.Text);
        Assert.Equal("Hm", Assert.IsType<TextReasoningContent>(Assert.Single(response.Messages[0].Contents)).Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(10, response.Usage!.ReasoningTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_OutputNone_HidesTheThoughtAndCountsIt()
    {
        await using var model = Model(ToolTemplates.Thinking, _ => Reply);
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Reasoning = new() { Output = ReasoningOutput.None } });

        Assert.Equal("Yes.", Assert.IsType<TextContent>(Assert.Single(response.Messages[0].Contents)).Text);
        Assert.Equal("<think>\nHm.\n</think>".Length, response.Usage!.ReasoningTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_ModelWithoutThoughts_HasNone()
    {
        await using var model = ScriptedChat.Replying(_ => "<think>a</think>");
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.None } });

        Assert.Equal("<think>a</think>", response.Text);
        Assert.Null(response.Usage!.ReasoningTokenCount);
    }

    private static AdaptiveModel Model(string template, Func<string, string> reply) => ScriptedChat.Model(new ScriptedReplyExecutor(reply), chatTemplate: template);
}
