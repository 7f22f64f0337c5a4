using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>
/// The scenarios that Microsoft.Extensions.AI holds its own providers to, and those of this project. They run over scripted replies, where what a capable model
/// decides can be asserted, and over the default model, where only what the client makes certain can.
/// </summary>
public abstract partial class ChatClientConformance
{
    /// <summary>The client under test, shared by the scenarios.</summary>
    protected abstract IChatClient Client { get; }

    /// <summary>True when the model decides as a capable one would: which function to call, and with what.</summary>
    protected abstract bool Decides { get; }

    [Fact]
    public virtual async Task GetResponseAsync_SingleRequestMessage()
        => Assert.NotEmpty((await Client.GetResponseAsync("What is the biggest animal?", Options())).Text);

    [Fact]
    public virtual async Task GetResponseAsync_MultipleRequestMessages()
    {
        var response = await Client.GetResponseAsync(
            [new(ChatRole.User, "Hello!"), new(ChatRole.Assistant, "Hello! How are you?"), new(ChatRole.User, "What is the capital of France?")], Options());

        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Contains("Paris", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public virtual async Task GetResponseAsync_WithEmptyMessage()
        => Assert.NotEmpty((await Client.GetResponseAsync([new(ChatRole.System, []), new(ChatRole.User, []), new(ChatRole.User, "What is the capital of France?")], Options())).Text);

    [Fact]
    public virtual async Task GetStreamingResponseAsync_StreamsAndKeepsTheRules()
    {
        var updates = await Client.GetStreamingResponseAsync("What is the capital of France?", Options()).ToListAsync();

        Assert.True(updates.Count > 2);
        Assert.Contains("Paris", string.Concat(updates.Select(update => update.Text)), StringComparison.Ordinal);
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
        Assert.Single(updates[..^1].Select(update => update.MessageId).Distinct());
        Assert.All(updates, update => Assert.Equal(ChatRole.Assistant, update.Role));
        Assert.All(updates, update => Assert.NotNull(update.ModelId));
        Assert.All(updates, update => Assert.Null(update.ConversationId));
        Assert.Null(updates[^1].MessageId);
        Assert.Single(updates, update => update.FinishReason is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public virtual async Task UsageDataAvailable(bool isStreaming)
    {
        var usage = (await Respond(isStreaming, Client, [new(ChatRole.User, "What is the capital of France?")], Options())).Usage!;

        Assert.True(usage.InputTokenCount > 1);
        Assert.True(usage.OutputTokenCount > 1);
        Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        Assert.InRange(usage.MeanDepth!.Value, 0.01, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public virtual async Task AppendToHistory(bool isStreaming)
    {
        List<ChatMessage> history = [new(ChatRole.User, "What is the capital of France?")];
        history.AddMessages(await Respond(isStreaming, Client, history, Options()));
        Assert.Equal(2, history.Count);
        history.Add(new(ChatRole.User, "What is the capital of Japan?"));

        var response = await Respond(isStreaming, Client, history, Options());

        Assert.NotEmpty(response.Text);
        Assert.True(response.Usage!.CachedInputTokenCount > 0, "the first turn is found in the cache");
    }

    [Fact]
    public virtual async Task MultiModal_ImageRefusedByName()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(
            () => Client.GetResponseAsync([new(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1 }, "image/png")])]));

        Assert.Contains(nameof(DataContent), failure.Message, StringComparison.Ordinal);
    }

    protected static ChatOptions Options() => new() { Temperature = 0, MaxOutputTokens = 60 };

    protected static async Task<ChatResponse> Respond(bool isStreaming, IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options)
        => isStreaming ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync() : await client.GetResponseAsync(messages, options);
}
