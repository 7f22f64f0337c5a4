using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Server.Endpoints;

/// <summary>What every endpoint has around it: the API key, and errors in OpenAI's shape.</summary>
internal sealed partial class GuardedHandler(ApiKeyCheck keys, ILogger<GuardedHandler> logger)
{
    /// <summary>A handler that lets in only requests with a key, where keys are asked for.</summary>
    public RequestDelegate Guard(RequestDelegate handler) => Answer(context =>
    {
        keys.ThrowIfForbidden(context.Request);
        return handler(context);
    });

    /// <summary>A handler whose failures become answers.</summary>
    public RequestDelegate Answer(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody waits for an answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(context, Describe(failure)).ConfigureAwait(false);
        }
    };

    /// <summary>The error for a failure; one that nobody foresaw is logged. Prompts and replies never are.</summary>
    public ApiException Describe(Exception failure)
    {
        var error = ErrorMapping.From(failure);
        if (error.Status == StatusCodes.Status500InternalServerError)
        {
            LogFailure(failure);
        }

        return error;
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed.")]
    private partial void LogFailure(Exception failure);
}
