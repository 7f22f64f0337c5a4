using AdaptiveProvider.Server.Errors;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Limits;

/// <summary>Bounds the memory of all bodies that are arriving: many connections that each keep to their own limit could still fill it.</summary>
internal sealed class BodyBudget(IOptions<AdaptiveServerOptions> options)
{
    private long _used;

    /// <summary>Takes bytes, which must be returned.</summary>
    /// <exception cref="ApiException">503: there are not so many left.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) > options.Value.MaxBufferedBytes)
        {
            Return(bytes);
            throw new ApiException(503, "server_error", "bodies_in_flight", null, "Too many large bodies are arriving at the same time. Try again later.") { RetryAfterSeconds = 1 };
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
