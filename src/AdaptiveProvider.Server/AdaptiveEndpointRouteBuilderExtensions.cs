using AdaptiveProvider.Server.Endpoints;
using AdaptiveProvider.Server.Page;
using AdaptiveProvider.Server.Requests;
using AdaptiveProvider.Server.Wire;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the OpenAI-compatible endpoints into an application.</summary>
public static class AdaptiveEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps chat completions, completions and models under a prefix, over the application's <see cref="Microsoft.Extensions.AI.IChatClient"/>. Plain completions
    /// need a client over an <see cref="AdaptiveProvider.AdaptiveModel"/>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where the endpoints are.</param>
    /// <returns>The group of the endpoints, to which an application can add its own policies.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAdaptiveOpenAI</c> has not been called.</exception>
    public static RouteGroupBuilder MapAdaptiveOpenAI(this IEndpointRouteBuilder endpoints, string prefix = "/v1")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var guard = Required<GuardedHandler>(endpoints);
        var generation = Required<GenerationHandler>(endpoints);
        var models = Required<ModelsHandler>(endpoints);
        var group = endpoints.MapGroup(prefix);
        group.MapPost("/chat/completions", guard.Guard(generation.For(WireJson.Context.ChatCompletionRequest, ChatPlanner.Plan)));
        group.MapPost("/completions", guard.Guard(generation.For(WireJson.Context.TextCompletionRequest, TextPlanner.Plan)));
        group.MapGet("/models", guard.Guard(models.ListAsync));
        group.MapGet("/models/{**model}", guard.Guard(models.OneAsync));
        group.Map("/{**rest}", guard.Guard(StatusHandler.NowhereAsync));
        return group;
    }

    /// <summary>Maps <c>/health</c>, open to all, and <c>/metrics</c>, behind the API key where there is one.</summary>
    /// <exception cref="InvalidOperationException"><c>AddAdaptiveOpenAI</c> has not been called.</exception>
    public static IEndpointRouteBuilder MapAdaptiveStatus(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var guard = Required<GuardedHandler>(endpoints);
        endpoints.MapGet("/health", guard.Answer(StatusHandler.HealthAsync));
        endpoints.MapGet("/metrics", guard.Guard(Required<StatusHandler>(endpoints).MetricsAsync));
        return endpoints;
    }

    /// <summary>
    /// Maps a page for people at <c>/</c>: a chat that shows the depth of every token, and two depth budgets side by side. It calls the endpoints under
    /// <c>/v1</c> of the same server, and is open to all; they ask for the API key where there is one.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddAdaptiveOpenAI</c> has not been called.</exception>
    public static IEndpointRouteBuilder MapAdaptivePage(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapGet("/", Required<GuardedHandler>(endpoints).Answer(Required<PageHandler>(endpoints).WriteAsync));
        return endpoints;
    }

    private static T Required<T>(IEndpointRouteBuilder endpoints)
        where T : notnull
        => endpoints.ServiceProvider.GetService<T>() ?? throw new InvalidOperationException("Call services.AddAdaptiveOpenAI() before mapping its endpoints.");
}
