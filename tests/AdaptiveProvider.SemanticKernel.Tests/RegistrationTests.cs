using AdaptiveProvider.Engine;
using AdaptiveProvider.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AdaptiveProvider.SemanticKernel.Tests;

/// <summary>Registration and replies, over the model that comes with the project.</summary>
public sealed class RegistrationTests
{
    private static readonly Action<AdaptiveHostingOptions> OneThread = options => options.Threads = 1;

    [Fact]
    public async Task KernelBuilder_ChatClient_AnswersPromptsWithTheDepthOfTheSettings()
    {
        await using var run = new KernelRun(builder => builder.AddAdaptiveChatClient(configure: OneThread));

        var full = await run.AskAsync(new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12 });
        var half = await run.AskAsync(new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12, DepthBudget = 0.5 });

        Assert.Contains("Paris", full.Text, StringComparison.Ordinal);
        Assert.True(Layers(half.Usage) < Layers(full.Usage), $"{Layers(half.Usage)} and {Layers(full.Usage)} layers");
    }

    [Fact]
    public async Task KernelBuilder_ChatClient_CallsKernelFunctions()
    {
        await using var run = new KernelRun(builder => builder.AddAdaptiveChatClient(configure: OneThread));

        Assert.NotNull(run.Kernel.GetRequiredService<IChatClient>().GetService<FunctionInvokingChatClient>());
    }

    [Fact]
    public async Task KernelBuilder_TwoServiceIds_AreChosenByTheSettingsAndShareTheEngine()
    {
        await using var run = new KernelRun(builder => builder
            .AddAdaptiveChatClient(configure: OneThread, serviceId: "full")
            .AddAdaptiveChatClient(configure: options => (options.Threads, options.DefaultDepthBudget) = (1, 0.5), serviceId: "fast"));

        var full = await run.AskAsync(new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12, ServiceId = "full" });
        var fast = await run.AskAsync(new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12, ServiceId = "fast" });

        Assert.True(Layers(fast.Usage) < Layers(full.Usage));
        Assert.Same(Engine("full"), Engine("fast"));

        InferenceEngine Engine(string serviceId) => run.Kernel.GetRequiredService<IChatClient>(serviceId).GetService<InferenceEngine>()!;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("chat")]
    public async Task KernelBuilder_ChatCompletion_AnswersAHistory(string? serviceId)
    {
        await using var run = new KernelRun(builder => builder.AddAdaptiveChatCompletion(configure: OneThread, serviceId: serviceId));
        var service = run.Kernel.GetRequiredService<IChatCompletionService>(serviceId);

        var reply = await service.GetChatMessageContentAsync("What is the capital of France?", new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12 }, run.Kernel);

        Assert.Contains("Paris", reply.Content, StringComparison.Ordinal);
        Assert.Equal("default-model", reply.ModelId);
        Assert.IsType<UsageDetails>(reply.Metadata!["Usage"]);
    }

    [Fact]
    public async Task KernelBuilder_ChatCompletion_StreamsAndReportsDepth()
    {
        await using var run = new KernelRun(builder => builder.AddAdaptiveChatCompletion(configure: OneThread));
        var (text, keys) = ("", new HashSet<string>());

        await foreach (var part in run.Kernel.GetRequiredService<IChatCompletionService>()
            .GetStreamingChatMessageContentsAsync("What is the capital of France?", new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12 }, run.Kernel))
        {
            text += part.Content;
            keys.UnionWith(part.Metadata?.Keys ?? []);
        }

        Assert.Contains("Paris", text, StringComparison.Ordinal);
        Assert.Contains(AdaptiveReportKeys.TokensPerSecond, keys);
    }

    [Fact]
    public async Task ServiceCollection_WithAKernel_AnswersPrompts()
    {
        var services = new ServiceCollection();
        services.AddAdaptiveChatClient(null, OneThread, serviceId: null);
        services.AddKernel();
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<Kernel>().InvokePromptAsync(
            "What is the capital of France?", new KernelArguments(new AdaptivePromptExecutionSettings { Temperature = 0, MaxTokens = 12 }));

        Assert.Contains("Paris", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_OutOfRange_ThrowNamingTheKey()
    {
        await using var run = new KernelRun(builder => builder.AddAdaptiveChatClient(configure: OneThread));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => run.AskAsync(new AdaptivePromptExecutionSettings { DepthBudget = 1.5 }));

        Assert.Contains(AdaptiveOptionKeys.DepthBudget, failure.ToString(), StringComparison.Ordinal);
    }

    private static long Layers(UsageDetails? usage) => usage!.AdditionalCounts![AdaptiveReportKeys.LayersExecuted];

    /// <summary>A kernel, unloaded at the end.</summary>
    private sealed class KernelRun : IAsyncDisposable
    {
        public KernelRun(Action<IKernelBuilder> register)
        {
            var builder = Kernel.CreateBuilder();
            register(builder);
            Kernel = builder.Build();
        }

        public Kernel Kernel { get; }

        public async Task<ChatResponse> AskAsync(PromptExecutionSettings settings)
            => (await Kernel.InvokePromptAsync("What is the capital of France?", new KernelArguments(settings))).GetValue<ChatResponse>()!;

        public ValueTask DisposeAsync() => Kernel.Services is IAsyncDisposable services ? services.DisposeAsync() : default;
    }
}
