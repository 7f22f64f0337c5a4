using System.Text;
using System.Text.Json;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Metrics;
using AdaptiveProvider.Server.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AdaptiveProvider.Server.Endpoints;

/// <summary>Says how the server is.</summary>
internal sealed class StatusHandler(MetricListener metrics)
{
    /// <summary><c>GET /health</c>: 200 while requests can be served, else 503.</summary>
    public static Task HealthAsync(HttpContext context)
    {
        var health = Engine(context)?.Health ?? EngineHealth.Healthy;
        context.Response.StatusCode = health == EngineHealth.Faulted ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        return JsonResponse.WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(new HealthReport(Word(health)), WireJson.Context.HealthReport));
    }

    /// <summary><c>GET /metrics</c> for Prometheus.</summary>
    public Task MetricsAsync(HttpContext context)
    {
        var text = new StringBuilder();
        if (Engine(context) is { } engine)
        {
            EngineGauges.Write(text, engine.Snapshot());
        }

        metrics.Write(text);
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    /// <summary>Answers every address that is none.</summary>
    public static Task NowhereAsync(HttpContext context)
        => throw new ApiException(404, "invalid_request_error", "unknown_url", null, $"There is nothing at {context.Request.Method} {context.Request.Path}.");

    private static InferenceEngine? Engine(HttpContext context) => context.RequestServices.GetRequiredService<IChatClient>().GetService<InferenceEngine>();

    private static string Word(EngineHealth health) => health switch
    {
        EngineHealth.Healthy => "healthy",
        EngineHealth.Degraded => "degraded",
        _ => "faulted",
    };
}
