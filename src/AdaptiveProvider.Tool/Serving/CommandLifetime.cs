using Microsoft.Extensions.Hosting;

namespace AdaptiveProvider.Tool.Serving;

/// <summary>A host that is started and stopped by the command, and by no signal.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
