using AdaptiveProvider.Engine;
using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AdaptiveProvider.Hosting.Tests;

/// <summary>Loading: once, off the caller's path, again only when asked; and the end of it.</summary>
public sealed class HostedModelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task StartAsync_Background_StartsLoadingWithoutWaiting()
    {
        await using var host = ChatHost();

        await host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);

        Assert.Equal(HostedModelState.Loading, Model(host).State);
        var waiting = Client(host).GetResponseAsync("Hello");
        Assert.False(waiting.IsCompleted);
        host.Loader.Succeed("fine");
        Assert.Equal("fine", (await waiting.WaitAsync(Patience)).Text);
        Assert.Equal((HostedModelState.Ready, 1), (Model(host).State, host.Loader.Loads));
    }

    [Fact]
    public async Task StartAsync_Wait_EndsWithTheLoad()
    {
        await using var host = ChatHost(ModelStartup.Wait);

        var starting = host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);
        Assert.False(starting.IsCompleted);
        host.Loader.Succeed();
        await starting.WaitAsync(Patience);

        Assert.Equal(HostedModelState.Ready, Model(host).State);
    }

    [Fact]
    public async Task StartAsync_WaitAndLoadingFails_Throws()
    {
        await using var host = ChatHost(ModelStartup.Wait);
        var starting = host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);

        host.Loader.Fail(new InvalidDataException("torn file"));

        var failure = await Assert.ThrowsAsync<ModelLoadFailedException>(() => starting.WaitAsync(Patience));
        Assert.Contains("torn file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_OnFirstCall_LoadsWithTheCall()
    {
        await using var host = ChatHost(ModelStartup.OnFirstCall);
        await host.StartAsync();
        Assert.Equal((HostedModelState.NotStarted, 0), (Model(host).State, host.Loader.Loads));

        host.Loader.Succeed("fine");

        Assert.Equal("fine", (await Client(host).GetStreamingResponseAsync("Hello").ToChatResponseAsync()).Text);
        Assert.Equal(1, host.Loader.Loads);
    }

    [Fact]
    public async Task StartAsync_SharedModelOneClientEager_Loads()
    {
        await using var host = new TestHost((services, folder) =>
        {
            services.AddKeyedAdaptiveChatClient("later", folder, options => options.Startup = ModelStartup.OnFirstCall);
            services.AddKeyedAdaptiveChatClient("now", folder);
        });

        await host.StartAsync();

        await host.Loader.Started.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task GetResponseAsync_LoadingFailed_EveryCallThrowsUntilARetryIsAskedFor()
    {
        await using var host = ChatHost();
        await host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);
        host.Loader.Fail(new InvalidDataException("torn file"));

        var first = await Assert.ThrowsAsync<ModelLoadFailedException>(() => Client(host).GetResponseAsync("Hello").WaitAsync(Patience));
        var second = await Assert.ThrowsAsync<ModelLoadFailedException>(() => Client(host).GetStreamingResponseAsync("Hello").ToChatResponseAsync().WaitAsync(Patience));
        Assert.NotSame(first, second);
        Assert.IsType<InvalidDataException>(second.InnerException);
        Assert.Equal((HostedModelState.Failed, 1), (Model(host).State, host.Loader.Loads));

        host.Loader.Succeed("fine");
        await Model(host).RetryAsync().WaitAsync(Patience);

        Assert.Equal("fine", (await Client(host).GetResponseAsync("Hello")).Text);
        Assert.Equal((HostedModelState.Ready, 2), (Model(host).State, host.Loader.Loads));
    }

    [Fact]
    public async Task RetryAsync_EngineFaulted_LoadsAgainAndReleasesTheOldModel()
    {
        await using var host = ChatHost();
        var broken = new ScriptedReplyExecutor(_ => "fine") { BeforeStep = _ => throw new InvalidOperationException("broken device") };
        host.Loader.Succeed(ScriptedChat.Model(broken));
        await Assert.ThrowsAnyAsync<AdaptiveProviderException>(() => Client(host).GetResponseAsync("Hello"));
        Assert.Equal(HostedModelState.Failed, Model(host).State);

        host.Loader.Replace(ScriptedChat.Replying(_ => "mended"));
        await Model(host).RetryAsync();

        Assert.Equal("mended", (await Client(host).GetResponseAsync("Hello")).Text);
        Assert.Equal(1, broken.Disposals);
    }

    [Fact]
    public async Task RetryAsync_ModelIsReady_LoadsNothing()
    {
        await using var host = ChatHost();
        host.Loader.Succeed();
        await Model(host).GetAsync();

        await Model(host).RetryAsync();

        Assert.Equal(1, host.Loader.Loads);
    }

    [Fact]
    public async Task GetResponseAsync_CallCancelledWhileLoading_LeavesTheLoadAlone()
    {
        await using var host = ChatHost();
        using var cancellation = new CancellationTokenSource();
        var call = Client(host).GetResponseAsync("Hello", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        host.Loader.Succeed("fine");
        Assert.Equal("fine", (await Client(host).GetResponseAsync("Hello")).Text);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_OptionsChangedWhileLoading_KeepsWhatWasGiven()
    {
        await using var host = ChatHost();
        var options = new ChatOptions { MaxOutputTokens = 2 };
        var messages = new List<ChatMessage> { new(ChatRole.User, "Hello") };
        var updates = Client(host).GetStreamingResponseAsync(messages, options);

        options.MaxOutputTokens = 4;
        messages.Clear();
        host.Loader.Succeed("fine");

        Assert.Equal("fi", (await updates.ToChatResponseAsync()).Text);
    }

    [Fact]
    public async Task StopAsync_WhileLoading_EndsLoadAndWaitingCalls()
    {
        await using var host = ChatHost();
        await host.StartAsync();
        var waiting = Client(host).GetResponseAsync("Hello");

        await host.StopAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        Assert.Equal(HostedModelState.Stopped, Model(host).State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Client(host).GetResponseAsync("Hello"));
    }

    [Fact]
    public async Task StopAsync_RunningReply_MayFinish()
    {
        await using var host = ChatHost();
        using var step = new SemaphoreSlim(0);
        var (client, model) = await StartWithGateAsync(host, step, drain: Patience);
        await using var updates = client.GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        step.Release();
        Assert.True(await updates.MoveNextAsync());

        var stopping = host.StopAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("One more"));
        step.Release(100);
        string text = "";
        do
        {
            text += updates.Current.Text;
        }
        while (await updates.MoveNextAsync());
        await stopping.WaitAsync(Patience);

        Assert.Equal("fine", text);
        Assert.Null(model.Loaded);
    }

    [Fact]
    public async Task DisposeAsync_HostWithoutPatience_EndsRunningReplyAndReleasesTheModelOnce()
    {
        var host = ChatHost();
        using var step = new SemaphoreSlim(0);
        var executor = new ScriptedReplyExecutor(_ => "fine") { BeforeStep = _ => step.Wait() };
        host.Loader.Succeed(ScriptedChat.Model(executor, engine: new EngineOptions { DrainTimeout = Patience }));
        await host.StartAsync();
        await Model(host).GetAsync();
        await using var updates = Client(host).GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        step.Release();
        Assert.True(await updates.MoveNextAsync());

        await host.StopAsync(new CancellationToken(canceled: true));
        var disposing = host.DisposeAsync().AsTask();
        step.Release(100);
        await disposing.WaitAsync(Patience);

        Assert.Equal(1, executor.Disposals);
    }

    private static TestHost ChatHost(ModelStartup startup = ModelStartup.Background)
        => new((services, folder) => services.AddAdaptiveChatClient(folder, options => options.Startup = startup));

    private static async Task<(IChatClient Client, HostedModel Model)> StartWithGateAsync(TestHost host, SemaphoreSlim step, TimeSpan drain)
    {
        var executor = new ScriptedReplyExecutor(_ => "fine") { BeforeStep = _ => step.Wait() };
        host.Loader.Succeed(ScriptedChat.Model(executor, engine: new EngineOptions { DrainTimeout = drain }));
        await host.StartAsync();
        await Model(host).GetAsync();
        return (Client(host), Model(host));
    }

    private static IChatClient Client(TestHost host) => host.Services.GetRequiredService<IChatClient>();

    private static HostedModel Model(TestHost host) => host.Services.GetRequiredService<HostedModel>();
}
