using System.Net;
using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Downloads;

/// <summary>A model could not be downloaded; the message says what to change.</summary>
public sealed class ModelDownloadException : AdaptiveProviderException
{
    /// <summary>Creates the exception.</summary>
    public ModelDownloadException(string message, Exception? innerException = null, HttpStatusCode? statusCode = null) : base(message, innerException)
        => StatusCode = statusCode;

    /// <summary>What the server answered; null where it is not about that.</summary>
    public HttpStatusCode? StatusCode { get; }
}
