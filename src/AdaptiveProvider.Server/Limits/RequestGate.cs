using System.Threading.RateLimiting;
using AdaptiveProvider.Server.Errors;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Limits;

/// <summary>Lets so many requests generate at the same time; more are sent away at once rather than kept waiting without an end in sight.</summary>
internal sealed class RequestGate(IOptions<AdaptiveServerOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxConcurrentRequests, QueueLimit = 0 });

    /// <summary>A place, until it is disposed.</summary>
    /// <exception cref="ApiException">429: there is none.</exception>
    public RateLimitLease Enter()
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new ApiException(
            429, "rate_limit_error", "too_many_requests", null, $"{options.Value.MaxConcurrentRequests} requests are running already. Try again later, or raise the server's {nameof(AdaptiveServerOptions.MaxConcurrentRequests)}.")
        {
            RetryAfterSeconds = 1,
        };
    }

    public void Dispose() => _limiter.Dispose();
}
