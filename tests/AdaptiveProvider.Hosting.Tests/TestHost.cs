using AdaptiveProvider.Hosting.Loading;
using AdaptiveProvider.Hosting.Tests.Loading;
using AdaptiveProvider.Testing.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AdaptiveProvider.Hosting.Tests;

/// <summary>A host whose models come from a <see cref="ControlledLoader"/>, and a folder that looks like a model's.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IHost _host;

    public TestHost(Action<IServiceCollection, string> register)
    {
        File.WriteAllText(_folder["config.json"], "{}");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Services.AddSingleton<IModelLoader>(Loader);
        register(builder.Services, _folder.Path);
        _host = builder.Build();
    }

    public ControlledLoader Loader { get; } = new();

    public IServiceProvider Services => _host.Services;

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
