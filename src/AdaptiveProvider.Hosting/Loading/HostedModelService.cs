using Microsoft.Extensions.Hosting;

namespace AdaptiveProvider.Hosting.Loading;

/// <summary>Starts loading with the host, and stops the models with it.</summary>
internal sealed class HostedModelService(HostedModels models) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (model, startup) in models.All)
        {
            if (startup != ModelStartup.OnFirstCall)
            {
                model.Start();
            }
        }

        return Task.WhenAll(models.All.Where(entry => entry.Startup == ModelStartup.Wait).Select(entry => entry.Model.GetAsync(cancellationToken)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Replies that outlast the host's patience are ended when the container disposes the clients.
        await Task.WhenAll(models.All.Select(entry => entry.Model.DisposeAsync().AsTask())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
