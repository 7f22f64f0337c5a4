using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Hosting.Tests.Configuration;

/// <summary>What makes no sense is refused when the host starts, by name.</summary>
public sealed class HostingOptionsValidationTests
{
    public static TheoryData<string, string> Nonsense => new()
    {
        { "Threads", "0" },
        { "MaxConcurrentRequests", "0" },
        { "ContextTokens", "-1" },
        { "QueueCapacity", "0" },
        { "DrainTimeout", "-00:00:01" },
        { "Device", " " },
        { "Precision", "77" },
        { "Startup", "9" },
        { "DefaultDepthBudget", "1.5" },
        { "DefaultMaxDepth", "0" },
        { "DefaultMinAgreement", "-1" },
        { "DefaultExitPolicy", "sideways" },
        { "DefaultTokenLatencyTarget", "00:00:00" },
        { "ReasoningEffortBehavior", "17" },
        { "EffortDepths:Low", "2" },
        { "CalibrationPath", "nowhere.json" },
        { "Folder", "nowhere" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task StartAsync_ValueOutOfRange_ThrowsNamingOptionAndClient(string option, string value)
    {
        await using var host = new TestHost((services, _) => services.AddKeyedAdaptiveChatClient("fast", Section(option, value)));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains(option.Split(':')[0], failure.Message, StringComparison.Ordinal);
        Assert.Contains("fast", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, host.Loader.Loads);
    }

    [Fact]
    public async Task StartAsync_SeveralMistakes_NamesAll()
    {
        await using var host = new TestHost((services, folder) => services.AddAdaptiveChatClient(folder, options => (options.Threads, options.DefaultDepthBudget) = (0, 2)));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Equal(2, failure.Failures.Count());
    }

    [Theory]
    [InlineData("Thread", "2")]
    [InlineData("Threads", "many")]
    public async Task StartAsync_MistypedConfiguration_ThrowsNamingIt(string option, string value)
    {
        await using var host = new TestHost((services, _) => services.AddAdaptiveChatClient(Section(option, value)));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.Contains(option, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ClientsOfOneModelDisagreeAboutLoading_ThrowsNamingOptionAndBoth()
    {
        await using var host = new TestHost((services, folder) =>
        {
            services.AddKeyedAdaptiveChatClient("fast", folder, options => options.Threads = 1);
            services.AddKeyedAdaptiveChatClient("full", folder + Path.DirectorySeparatorChar, options => options.Threads = 2);
        });

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.All((string[])["Threads", "'fast'", "'full'"], word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
    }

    private static IConfiguration Section(string option, string value) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Chat:Folder"] = ".", [$"Chat:{option}"] = value })
        .Build()
        .GetSection("Chat");
}
