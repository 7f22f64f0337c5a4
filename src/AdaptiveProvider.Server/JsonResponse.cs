using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server;

/// <summary>Writes one JSON document as the answer.</summary>
internal static class JsonResponse
{
    public static async Task WriteAsync(HttpContext context, byte[] json)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
