using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Tests;

/// <summary>Many callers, callers who leave, and the end of the client.</summary>
public sealed class AdaptiveChatClientConcurrencyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task GetResponseAsync_SixtyFourParallelCallers_EachGetsTheirOwnReply()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);
        var alone = new List<string>();
        for (int caller = 0; caller < 64; caller++)
        {
            alone.Add(await AskAsync(client, caller));
        }

        string[] together = await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(() => AskAsync(client, caller))));

        Assert.Equal(alone, together);
        Assert.Equal(64, together.Distinct().Count());
        AssertIdle(model);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task GetStreamingResponseAsync_Cancelled_ThrowsWithTheCallersTokenAndFreesTheSlot(int updatesBefore)
    {
        await using var model = ScriptedChat.Endless(slotCount: 1, slotLength: 4000);
        using var client = new AdaptiveChatClient(model);
        using var cancellation = new CancellationTokenSource();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            int updates = 0;
            await foreach (var _ in client.GetStreamingResponseAsync("hi", cancellationToken: cancellation.Token))
            {
                if (updates++ == updatesBefore)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        Assert.Equal(cancellation.Token, failure.CancellationToken);
        AssertIdle(model);
        Assert.NotEmpty((await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 8 })).Text);
    }

    [Fact]
    public async Task GetResponseAsync_AlreadyCancelled_Throws()
    {
        await using var model = ScriptedChat.Endless();
        using var client = new AdaptiveChatClient(model);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("hi", cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ReaderBreaksOff_FreesTheSlot()
    {
        await using var model = ScriptedChat.Endless(slotCount: 1, slotLength: 4000);
        using var client = new AdaptiveChatClient(model);

        await foreach (var _ in client.GetStreamingResponseAsync("hi"))
        {
            break;
        }

        AssertIdle(model);
    }

    [Fact]
    public async Task GetResponseAsync_StopSequence_FreesTheSlot()
    {
        await using var model = ScriptedChat.Replying(_ => new string('x', 3000));
        using var client = new AdaptiveChatClient(model);

        var response = await client.GetResponseAsync("hi", new ChatOptions { StopSequences = ["xxx"] });

        Assert.Equal("", response.Text);
        AssertIdle(model);
    }

    [Fact]
    public async Task GetResponseAsync_LineFull_ThrowsOverloaded()
    {
        using var gate = new ManualResetEventSlim();
        var executor = new ScriptedReplyExecutor(_ => "x", slotCount: 1) { BeforeStep = _ => gate.Wait(Patience) };
        await using var model = ScriptedChat.Model(executor, engine: new EngineOptions { QueueCapacity = 1 });
        using var client = new AdaptiveChatClient(model);

        var calls = Enumerable.Range(0, 8).Select(_ => client.GetResponseAsync("hi")).ToList();
        var first = await Task.WhenAny(calls).WaitAsync(Patience);
        gate.Set();

        await Assert.ThrowsAsync<EngineOverloadedException>(() => first);
        Assert.Contains(await Task.WhenAll(calls.Select(SucceedsAsync)), succeeded => succeeded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_WhileReplying_EndsTheCallWithObjectDisposed(bool ownsModel)
    {
        await using var model = ScriptedChat.Endless(slotLength: 4000);
        var client = new AdaptiveChatClient(model, ownsModel);
        await using var updates = client.GetStreamingResponseAsync("hi").GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            while (await updates.MoveNextAsync())
            {
            }
        });
    }

    [Fact]
    public async Task GetStreamingResponseAsync_FirstRead_DoesNotComputeOnTheCallersThread()
    {
        int[] threads = [0, Environment.CurrentManagedThreadId];
        var executor = new ScriptedReplyExecutor(_ => "x") { BeforeStep = _ => threads[0] = Environment.CurrentManagedThreadId };
        await using var model = ScriptedChat.Model(executor);
        using var client = new AdaptiveChatClient(model);

        await client.GetResponseAsync("hi");

        Assert.NotEqual(threads[1], threads[0]);
    }

    private static async Task<string> AskAsync(AdaptiveChatClient client, int caller)
    {
        var options = new ChatOptions { Temperature = caller % 2, Seed = caller, MaxOutputTokens = 12 };
        return (await client.GetResponseAsync($"I am caller {caller}.", options)).Text;
    }

    private static async Task<bool> SucceedsAsync(Task call)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return call.IsCompletedSuccessfully;
    }

    private static void AssertIdle(AdaptiveModel model)
    {
        var snapshot = model.Engine.Snapshot();
        Assert.Empty(snapshot.Running);
        Assert.Empty(snapshot.Waiting);
        Assert.All(snapshot.Slots, slot => Assert.Null(slot.RequestId));
    }
}
