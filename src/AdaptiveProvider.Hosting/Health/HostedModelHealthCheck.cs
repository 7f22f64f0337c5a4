using AdaptiveProvider.Engine;
using AdaptiveProvider.Hosting.Loading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AdaptiveProvider.Hosting.Health;

/// <summary>Whether the application's models take calls; the worst of them decides.</summary>
/// <param name="models">The models.</param>
/// <param name="loadingStatus">The status while a model loads.</param>
internal sealed class HostedModelHealthCheck(HostedModels models, HealthStatus loadingStatus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var worst = HealthCheckResult.Healthy("Every model takes calls.");
        var data = new Dictionary<string, object>();
        foreach (var (model, _) in models.All)
        {
            data[model.ModelId] = model.State.ToString();
            var result = Judge(model, context.Registration.FailureStatus);
            worst = result.Status < worst.Status ? result : worst;
        }

        return Task.FromResult(new HealthCheckResult(worst.Status, worst.Description, worst.Exception, data));
    }

    private HealthCheckResult Judge(HostedModel model, HealthStatus failureStatus) => model.State switch
    {
        // It waits for a first call, so it must be offered calls.
        HostedModelState.NotStarted => HealthCheckResult.Healthy(),
        HostedModelState.Loading => new HealthCheckResult(loadingStatus, FormattableString.Invariant($"The model '{model.ModelId}' is loading: {model.Progress.Fraction:P0}.")),
        HostedModelState.Ready when model.Loaded?.Engine.Health == EngineHealth.Degraded => HealthCheckResult.Degraded($"The engine of '{model.ModelId}' is short of memory."),
        HostedModelState.Ready => HealthCheckResult.Healthy(),
        HostedModelState.Stopped => new HealthCheckResult(failureStatus, $"The model '{model.ModelId}' is stopped."),
        _ => new HealthCheckResult(failureStatus, $"The model '{model.ModelId}' has failed.", model.Failure),
    };
}
