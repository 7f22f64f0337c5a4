using System.Net;

namespace AdaptiveProvider.Downloads;

/// <summary>Makes an attempt again where the network or the server may do better next time.</summary>
/// <param name="options">How often, after which waits.</param>
internal sealed class DownloadRetries(ModelDownloadOptions options)
{
    /// <summary>Runs until it succeeds, or has failed so often in a row without progress.</summary>
    /// <param name="attempt">What to do.</param>
    /// <param name="progress">A number that grows when attempts bring something, failed ones too.</param>
    /// <param name="cancellationToken">Ends attempts and waits.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<long> progress, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            long before = progress();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception cause) when (IsTransient(cause) && !cancellationToken.IsCancellationRequested)
            {
                failures = progress() > before ? 1 : failures + 1;
                if (failures >= options.Attempts)
                {
                    throw;
                }
            }

            await Task.Delay(options.RetryDelay * Math.Pow(2, failures - 1), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsTransient(Exception cause) => cause switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };
}
