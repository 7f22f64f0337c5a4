using AdaptiveProvider.Hosting.Health;
using AdaptiveProvider.Hosting.Loading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the readiness of AdaptiveProvider's models to an application's health checks.</summary>
public static class AdaptiveHealthChecksBuilderExtensions
{
    /// <summary>Adds one check over the models of all registered chat clients.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="loadingStatus">The status while a model loads. Degraded by default, for calls are taken and wait; Unhealthy keeps traffic away until then.</param>
    /// <param name="failureStatus">The status when a model has failed; null is Unhealthy.</param>
    /// <param name="tags">The check's tags; null is <c>ready</c>.</param>
    public static IHealthChecksBuilder AddAdaptiveModels(
        this IHealthChecksBuilder builder,
        string name = "adaptive_models",
        HealthStatus loadingStatus = HealthStatus.Degraded,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new HostedModelHealthCheck(services.GetRequiredService<HostedModels>(), loadingStatus),
            failureStatus,
            tags ?? ["ready"]));
    }
}
