using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AdaptiveProvider.Server.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Limits;

/// <summary>Reads a request's JSON within the limits of size and time, before the request takes up anything else.</summary>
internal sealed class RequestBody(IOptions<AdaptiveServerOptions> options, BodyBudget budget, TimeProvider time)
{
    /// <exception cref="ApiException">The body is too large, too slow or of another type.</exception>
    /// <exception cref="JsonException">The body is no JSON of this shape.</exception>
    public async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> shape)
        where T : class
    {
        var limits = options.Value;
        ThrowIfOtherType(context.Request);
        if (context.Request.ContentLength > limits.MaxBodyBytes)
        {
            throw TooLarge(limits);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limits.MaxBodyBytes;
        }

        using var deadline = new CancellationTokenSource(limits.BodyReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        using var body = new MemoryStream();
        try
        {
            await BufferAsync(context.Request, body, limits, either.Token).ConfigureAwait(false);
            var json = body.GetBuffer().AsMemory(0, (int)body.Length);
            UnicodeCheck.ThrowIfBroken(json.Span);
            return JsonSerializer.Deserialize(json.Span, shape) ?? throw ApiException.Invalid(null, "The body must be a JSON object; it is null.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ApiException(408, "invalid_request_error", "body_timeout", null, $"The body did not arrive within {limits.BodyReadTimeout.TotalSeconds} seconds.");
        }
        finally
        {
            budget.Return(body.Length);
        }
    }

    private async Task BufferAsync(HttpRequest request, MemoryStream body, AdaptiveServerOptions limits, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (body.Length + read > limits.MaxBodyBytes)
            {
                throw TooLarge(limits);
            }

            budget.Take(read);
            body.Write(piece, 0, read);
        }
    }

    // A page of another origin may send text or forms without asking; only with JSON does a browser ask first.
    private static void ThrowIfOtherType(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiException(415, "invalid_request_error", "unsupported_media_type", null, "The header Content-Type must be application/json.");
        }
    }

    private static ApiException TooLarge(AdaptiveServerOptions limits) => new(
        413, "invalid_request_error", "request_too_large", null, $"The body is larger than {limits.MaxBodyBytes} bytes. Shorten the conversation, or raise the server's {nameof(AdaptiveServerOptions.MaxBodyBytes)}.");
}
