using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace AdaptiveProvider.SemanticKernel.Tests;

/// <summary>Functions of the kernel through automatic choice. A script decides what to call; the pipeline is the one that registration builds.</summary>
public sealed class FunctionCallingTests : IDisposable
{
    private readonly ScriptedChatClient _client = new(
        new FunctionCallContent("call-1", "weather_get_weather", new Dictionary<string, object?> { ["city"] = "Oslo" }), new TextContent("It snows."));

    private static AdaptivePromptExecutionSettings Settings => new() { DepthBudget = 0.5, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task InvokePromptAsync_ModelChoosesAFunction_CallsItAndKeepsTheDepth()
    {
        var (kernel, weather) = KernelOver(services => services.AddSingleton(_client.AsBuilder().UseKernelFunctionInvocation().Build()));

        var result = await kernel.InvokePromptAsync("How is the weather in Oslo?", new KernelArguments(Settings));

        AssertCalledOnce(weather);
        Assert.Equal("It snows.", result.ToString());
    }

    [Fact]
    public async Task ChatCompletion_ModelChoosesAFunction_CallsIt()
    {
        var (kernel, weather) = KernelOver(services => services
            .AddSingleton(_client.AsBuilder().UseKernelFunctionInvocation().Build())
            .AddSingleton(provider => provider.GetRequiredService<IChatClient>().AsChatCompletionService(provider)));

        var reply = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(new ChatHistory("Be brief."), Settings, kernel);

        AssertCalledOnce(weather);
        Assert.Equal("It snows.", reply.Content);
    }

    [Fact]
    public async Task InvokePromptAsync_FunctionFilter_SeesTheCall()
    {
        var filter = new CountingFilter();
        var (kernel, _) = KernelOver(services => services.AddSingleton(_client.AsBuilder().UseKernelFunctionInvocation().Build()).AddSingleton<IAutoFunctionInvocationFilter>(filter));

        await kernel.InvokePromptAsync("How is the weather in Oslo?", new KernelArguments(Settings));

        Assert.Equal(["get_weather"], filter.Functions);
    }

    private void AssertCalledOnce(WeatherPlugin weather)
    {
        Assert.Equal(["Oslo"], weather.Cities);
        Assert.Equal(2, _client.Options.Count);
        Assert.All(_client.Options, options => Assert.Equal(0.5, options!.DepthBudget));
        Assert.Contains("weather_get_weather", _client.Options[0]!.Tools!.Select(tool => tool.Name));
        Assert.Equal("snow", Assert.Single(_client.Messages[1].SelectMany(message => message.Contents).OfType<FunctionResultContent>()).Result?.ToString());
    }

    private static (Kernel Kernel, WeatherPlugin Weather) KernelOver(Action<IServiceCollection> register)
    {
        var weather = new WeatherPlugin();
        var builder = Kernel.CreateBuilder();
        register(builder.Services);
        builder.Plugins.AddFromObject(weather, "weather");
        return (builder.Build(), weather);
    }

    private sealed class WeatherPlugin
    {
        public List<string> Cities { get; } = [];

        [KernelFunction("get_weather")]
        [Description("The weather of a city.")]
        public string GetWeather(string city)
        {
            Cities.Add(city);
            return "snow";
        }
    }

    private sealed class CountingFilter : IAutoFunctionInvocationFilter
    {
        public List<string> Functions { get; } = [];

        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Functions.Add(context.Function.Name);
            return next(context);
        }
    }
}
