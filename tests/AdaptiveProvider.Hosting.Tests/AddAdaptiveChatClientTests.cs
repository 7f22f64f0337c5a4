using AdaptiveProvider.DefaultModel;
using AdaptiveProvider.Engine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AdaptiveProvider.Hosting.Tests;

/// <summary>Registration: what the container gives, over the model that comes with the project and over controlled ones.</summary>
public sealed class AddAdaptiveChatClientTests
{
    private static readonly ChatOptions Short = new() { Temperature = 0, MaxOutputTokens = 24 };

    [Fact]
    public async Task GetResponseAsync_DefaultModelWithoutAFolder_Answers()
    {
        var services = new ServiceCollection();
        services.AddAdaptiveChatClient(options => options.Threads = 1);
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<IChatClient>();
        var response = await client.GetResponseAsync("What is the capital of France?", Short);

        Assert.Contains("Paris", response.Text, StringComparison.Ordinal);
        Assert.Equal(DefaultModelFolder.Path, provider.GetRequiredService<HostedModel>().Folder);
    }

    [Fact]
    public async Task GetResponseAsync_TwoKeyedClientsOfOneFolder_ShareTheEngineAndDifferInDepth()
    {
        var services = new ServiceCollection();
        services.AddKeyedAdaptiveChatClient("fast", options => (options.Threads, options.DefaultDepthBudget) = (1, 0.5));
        services.AddKeyedAdaptiveChatClient("full", DefaultModelFolder.Path, options => options.Threads = 1);
        await using var provider = services.BuildServiceProvider();
        var (fast, full) = (provider.GetRequiredKeyedService<IChatClient>("fast"), provider.GetRequiredKeyedService<IChatClient>("full"));

        var quick = await fast.GetResponseAsync("Tell me a short story about a cat.", Short);
        var exact = await full.GetResponseAsync("Tell me a short story about a cat.", Short);

        Assert.NotNull(fast.GetService<InferenceEngine>());
        Assert.Same(fast.GetService<InferenceEngine>(), full.GetService<InferenceEngine>());
        Assert.Same(fast.GetService<HostedModel>(), provider.GetRequiredKeyedService<HostedModel>("full"));
        Assert.NotNull(quick.Usage);
        Assert.NotNull(exact.Usage);
        Assert.True(quick.Usage.MeanDepth < exact.Usage.MeanDepth, $"{quick.Usage.MeanDepth} and {exact.Usage.MeanDepth}");
    }

    [Fact]
    public async Task GetResponseAsync_MiddlewareChained_Runs()
    {
        await using var host = new TestHost((services, folder) => services.AddAdaptiveChatClient(folder).UseFunctionInvocation().ConfigureOptions(options => options.MaxOutputTokens = 2));
        host.Loader.Succeed("fine");

        var client = host.Services.GetRequiredService<IChatClient>();

        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
        Assert.Equal("fi", (await client.GetResponseAsync("How are you?")).Text);
    }

    [Fact]
    public async Task Options_FromAConfigurationSection_ReachTheModel()
    {
        await using var host = new TestHost((services, folder) => services.AddAdaptiveChatClient(
            Section(("Folder", "."), ("Threads", "3"), ("ContextTokens", "99"), ("DrainTimeout", "00:00:07"), ("Precision", "F32"), ("ModelId", "mine"), ("EffortDepths:Low", "0.9"))));
        host.Loader.Succeed();

        await host.Services.GetRequiredService<IChatClient>().GetResponseAsync("Hello");

        var options = host.Loader.Options!;
        Assert.Equal((3, 99, TimeSpan.FromSeconds(7)), (options.Threads, options.ContextTokens, options.Engine.DrainTimeout));
        Assert.Equal((Cpu.Precision.F32, "mine"), (options.Precision, options.ModelId));
    }

    [Fact]
    public async Task Options_FoldersOfDifferentModelIds_LoadTwice()
    {
        await using var host = new TestHost((services, folder) =>
        {
            services.AddKeyedAdaptiveChatClient("a", folder);
            services.AddKeyedAdaptiveChatClient("b", folder, options => (options.ModelId, options.Threads) = ("other", 1));
        });

        Assert.NotSame(host.Services.GetRequiredKeyedService<HostedModel>("a"), host.Services.GetRequiredKeyedService<HostedModel>("b"));
    }

    [Fact]
    public async Task Metadata_BeforeTheModelIsLoaded_NamesIt()
    {
        await using var host = new TestHost((services, folder) => services.AddAdaptiveChatClient(folder, options => options.ModelId = "mine"));

        var metadata = host.Services.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()!;

        Assert.Equal(("adaptive", null, "mine"), (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId));
        Assert.Equal(0, host.Loader.Loads);
    }

    [Fact]
    public void AddKeyed_EmptyKey_Throws() => Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKeyedAdaptiveChatClient(""));

    private static IConfiguration Section(params (string Key, string Value)[] entries)
        => new ConfigurationBuilder().AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create<string, string?>($"Chat:{entry.Key}", entry.Value))).Build().GetSection("Chat");
}
