using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests.Conformance;

/// <summary>What this project promises beyond the interface.</summary>
public abstract partial class ChatClientConformance
{
    [Fact]
    public virtual async Task SixtyFourCallers_GetTheReplyOfACallerAlone()
    {
        var options = new ChatOptions { Temperature = 1, Seed = 7, MaxOutputTokens = 8 };
        var alone = await Client.GetResponseAsync("What is the capital of France?", options);

        var together = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Client.GetResponseAsync("What is the capital of France?", options))));

        Assert.All(together, response => Assert.Equal(alone.Text, response.Text));
        Assert.Equal(64, together.Select(response => response.ResponseId).Distinct().Count());
    }

    [Fact]
    public virtual async Task CancelMidStream_ThrowsAndFreesTheSlot()
    {
        using var cancellation = new CancellationTokenSource();
        var reading = Client.GetStreamingResponseAsync("Tell me a short story about a cat.", new ChatOptions { MaxOutputTokens = 200 }, cancellation.Token).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());

        await cancellation.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        });
        Assert.Equal(cancellation.Token, failure.CancellationToken);
        await reading.DisposeAsync();
        Assert.NotEmpty((await Client.GetResponseAsync("What is the capital of France?", Options())).Text);
    }

    [Fact]
    public virtual async Task StopSequenceAcrossTokens_EndsBeforeIt()
    {
        var whole = await Client.GetResponseAsync("What is the capital of France?", Options());
        string stop = whole.Text[3..9];
        var options = Options();
        options.StopSequences = [stop];

        var response = await Client.GetResponseAsync("What is the capital of France?", options);

        Assert.Equal(whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)], response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public virtual async Task Seed_RepeatsTheReply()
    {
        var options = new ChatOptions { Temperature = 1.5f, Seed = 11, MaxOutputTokens = 20 };

        Assert.Equal((await Client.GetResponseAsync("Hello!", options)).Text, (await Client.GetResponseAsync("Hello!", options)).Text);
    }

    [Fact]
    public virtual async Task OptionsAndMessages_AreNotChanged()
    {
        var options = new ChatOptions
        {
            Instructions = "Be kind.",
            StopSequences = ["zzz"],
            Tools = [AIFunctionFactory.Create(() => "", "get_secret")],
            ToolMode = ChatToolMode.Auto,
            ResponseFormat = ChatResponseFormat.Json,
            Reasoning = new() { Effort = ReasoningEffort.None },
            MaxOutputTokens = 5,
        };
        List<ChatMessage> messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello!")];
        string before = Written();

        await Client.GetResponseAsync(messages, options);

        Assert.Equal(before, Written());
        Assert.Single(options.Tools);

        string Written() => JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions) + JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions);
    }

    [Fact]
    public virtual async Task MaxOutputTokens_EndsWithLength()
    {
        var response = await Client.GetResponseAsync("Tell me a short story about a cat.", new ChatOptions { MaxOutputTokens = 3 });

        Assert.Equal(3, response.Usage!.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public virtual void BadArguments_ThrowBeforeTheStreamIsRead()
    {
        Assert.Throws<ArgumentNullException>(() => Client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentException>(() => Client.GetStreamingResponseAsync([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Client.GetStreamingResponseAsync("hi", new ChatOptions { TopP = 2 }));
        Assert.Throws<ArgumentException>(() => Client.GetStreamingResponseAsync("hi", new ChatOptions { ExitPolicy = ExitPolicy.Static }));
        Assert.Throws<InvalidOperationException>(() => Client.GetStreamingResponseAsync("hi", new ChatOptions { ModelId = "another" }));
        Assert.Throws<ArgumentException>(() => Client.GetStreamingResponseAsync("hi", new ChatOptions { ToolMode = ChatToolMode.RequireAny }));
    }

    [Fact]
    public virtual async Task ConversationIdAndBackgroundResponses_AreNotTakenUp()
    {
#pragma warning disable MEAI001 // Experimental there.
        var options = Options();
        (options.ConversationId, options.AllowBackgroundResponses) = ("other", true);
        var response = await Client.GetResponseAsync("Hello!", options);

        Assert.Null(response.ConversationId);
        Assert.Null(response.ContinuationToken);
        options.ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 });
        Assert.Throws<NotSupportedException>(() => Client.GetStreamingResponseAsync("Hello!", options));
#pragma warning restore MEAI001
    }
}
