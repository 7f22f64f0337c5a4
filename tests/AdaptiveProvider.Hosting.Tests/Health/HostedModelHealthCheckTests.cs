using AdaptiveProvider.Testing.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AdaptiveProvider.Hosting.Tests.Health;

/// <summary>Readiness follows the model.</summary>
public sealed class HostedModelHealthCheckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy)]
    public async Task CheckHealth_FromLoadingToReadyToStopped_Follows(HealthStatus loadingStatus)
    {
        await using var host = CheckedHost(loadingStatus: loadingStatus);
        await host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);
        host.Loader.Progress!.Report(new ModelLoadProgress(ModelLoadPhase.PreparingWeights, 0.25));

        var loading = await CheckAsync(host);
        host.Loader.Succeed();
        await host.Services.GetRequiredService<HostedModel>().GetAsync();
        var ready = await CheckAsync(host);
        await host.StopAsync();
        var stopped = await CheckAsync(host);

        Assert.Equal((loadingStatus, HealthStatus.Healthy, HealthStatus.Unhealthy), (loading.Status, ready.Status, stopped.Status));
        Assert.Contains("25", loading.Description, StringComparison.Ordinal);
        Assert.Equal("Ready", Assert.Single(ready.Data).Value);
        Assert.Contains("ready", ready.Tags);
    }

    [Fact]
    public async Task CheckHealth_LoadingFailed_IsUnhealthyWithTheCauseUntilTheRetry()
    {
        await using var host = CheckedHost();
        await host.StartAsync();
        await host.Loader.Started.Task.WaitAsync(Patience);
        host.Loader.Fail(new InvalidDataException("torn file"));
        var model = host.Services.GetRequiredService<HostedModel>();
        await Assert.ThrowsAsync<ModelLoadFailedException>(() => model.GetAsync());

        var failed = await CheckAsync(host);
        host.Loader.Succeed();
        await model.RetryAsync();
        var mended = await CheckAsync(host);

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (failed.Status, mended.Status));
        Assert.Equal("torn file", failed.Exception!.Message);
    }

    [Fact]
    public async Task CheckHealth_EngineFaulted_IsUnhealthy()
    {
        await using var host = CheckedHost();
        var executor = new ScriptedReplyExecutor(_ => "fine") { BeforeStep = _ => throw new InvalidOperationException("broken device") };
        host.Loader.Succeed(ScriptedChat.Model(executor));
        await Assert.ThrowsAnyAsync<Exception>(() => host.Services.GetRequiredService<IChatClient>().GetResponseAsync("Hello"));

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task CheckHealth_LoadsOnFirstCall_IsHealthyBeforeIt()
    {
        await using var host = CheckedHost(ModelStartup.OnFirstCall);
        await host.StartAsync();

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
        Assert.Equal(0, host.Loader.Loads);
    }

    private static TestHost CheckedHost(ModelStartup startup = ModelStartup.Background, HealthStatus loadingStatus = HealthStatus.Degraded) => new((services, folder) =>
    {
        services.AddLogging();
        services.AddAdaptiveChatClient(folder, options => options.Startup = startup);
        services.AddHealthChecks().AddAdaptiveModels(loadingStatus: loadingStatus);
    });

    private static async Task<HealthReportEntry> CheckAsync(TestHost host)
        => Assert.Single((await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries).Value;
}
