using System.Text.Json;
using AdaptiveProvider.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server.Errors;

/// <summary>Writes errors in OpenAI's shape.</summary>
internal static class ErrorResponse
{
    /// <summary>The error as JSON, for a body or an event.</summary>
    public static byte[] ToJson(ApiException error)
        => JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(new ErrorDetail(error.Message, error.Type, error.Parameter, error.Code)), WireJson.Context.ErrorBody);

    /// <summary>Answers a request that has no answer yet.</summary>
    public static async Task WriteAsync(HttpContext context, ApiException error)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        // What is left of a body that was refused is not worth reading.
        if (error.Status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
        {
            response.Headers.Connection = "close";
        }

        await JsonResponse.WriteAsync(context, ToJson(error)).ConfigureAwait(false);
    }
}
