using AdaptiveProvider.Server;
using AdaptiveProvider.Server.Endpoints;
using AdaptiveProvider.Server.Limits;
using AdaptiveProvider.Server.Metrics;
using AdaptiveProvider.Server.Page;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the OpenAI-compatible endpoints need.</summary>
public static class AdaptiveServerServiceCollectionExtensions
{
    /// <summary>Registers the endpoints' services. An <see cref="AI.IChatClient"/> must be registered beside them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets keys, names and limits; null leaves the defaults.</param>
    /// <returns>A builder, by which the options can be bound to configuration.</returns>
    public static OptionsBuilder<AdaptiveServerOptions> AddAdaptiveOpenAI(this IServiceCollection services, Action<AdaptiveServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiKeyCheck>();
        services.TryAddSingleton<RequestGate>();
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton<RequestBody>();
        services.TryAddSingleton<MetricListener>();
        services.TryAddSingleton<GuardedHandler>();
        services.TryAddSingleton<GenerationHandler>();
        services.TryAddSingleton<ModelsHandler>();
        services.TryAddSingleton<StatusHandler>();
        services.TryAddSingleton<PageHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdaptiveServerOptions>, AdaptiveServerOptionsValidator>());
        return services.AddOptions<AdaptiveServerOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
    }
}
