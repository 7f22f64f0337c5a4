using System.Security.Cryptography;
using System.Text;
using AdaptiveProvider.Server.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AdaptiveProvider.Server.Limits;

/// <summary>Lets in requests that carry a key, in a time that says nothing about the keys.</summary>
internal sealed class ApiKeyCheck(IOptions<AdaptiveServerOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[][] _hashes = [.. options.Value.ApiKeys.Select(Hash)];

    /// <exception cref="ApiException">401: keys are asked for, and the request has none of them.</exception>
    public void ThrowIfForbidden(HttpRequest request)
    {
        if (_hashes.Length == 0)
        {
            return;
        }

        string header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Forbidden("You must give an API key: the header Authorization: Bearer KEY.");
        }

        byte[] given = Hash(header[Scheme.Length..].Trim());
        bool isKnown = false;
        foreach (byte[] known in _hashes)
        {
            isKnown |= CryptographicOperations.FixedTimeEquals(given, known);
        }

        if (!isKnown)
        {
            throw Forbidden("The API key is not known here.");
        }
    }

    private static ApiException Forbidden(string message) => new(401, "invalid_request_error", "invalid_api_key", null, message);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
