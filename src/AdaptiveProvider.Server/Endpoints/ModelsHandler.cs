using System.Text.Json;
using AdaptiveProvider.Server.Requests;
using AdaptiveProvider.Server.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Endpoints;

/// <summary>Lists the names that can be asked for.</summary>
internal sealed class ModelsHandler(IOptions<AdaptiveServerOptions> options, TimeProvider time)
{
    private readonly long _started = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary><c>GET /v1/models</c>.</summary>
    public Task ListAsync(HttpContext context)
    {
        var client = context.RequestServices.GetRequiredService<IChatClient>();
        var list = new ModelList([.. ServedModels.Of(client, options.Value).All.Select(name => Card(name, client))]);
        return JsonResponse.WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(list, WireJson.Context.ModelList));
    }

    /// <summary><c>GET /v1/models/{name}</c>.</summary>
    public Task OneAsync(HttpContext context)
    {
        var client = context.RequestServices.GetRequiredService<IChatClient>();
        string name = (string)context.Request.RouteValues["model"]!;
        ServedModels.Of(client, options.Value).Resolve(name);
        return JsonResponse.WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(Card(name, client), WireJson.Context.ModelCard));
    }

    private ModelCard Card(string name, IChatClient client) => new(name, _started)
    {
        Adaptive = client.GetService<AdaptiveModel>()?.Capabilities is { } offers
            ? new ModelDepth(offers.Layers, offers.ExitLayers, offers.ContextTokens, offers.ConcurrentRequests, offers.Device)
            : null,
    };
}
