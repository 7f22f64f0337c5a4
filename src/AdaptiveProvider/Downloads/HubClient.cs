using System.Net;
using System.Net.Http.Headers;

namespace AdaptiveProvider.Downloads;

/// <summary>Asks a server with Hugging Face's addresses for files. Redirects are followed by hand: the first answer tells commit and hash, and the token must not travel.</summary>
internal sealed class HubClient : IDisposable
{
    private const int RedirectsMax = 8;
    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly string _repository;
    private readonly string? _token;
    private readonly TimeSpan _timeout;

    public HubClient(ModelDownloadOptions options, string repository)
    {
        (_repository, _token, _timeout) = (repository, options.Token, options.StallTimeout);
        _base = options.BaseAddress is { Scheme: "http" or "https" } address
            ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/")
            : throw new ModelDownloadException(
                $"No server to download from: set {nameof(ModelDownloadOptions)}.{nameof(ModelDownloadOptions.BaseAddress)} or the environment variable HF_ENDPOINT to its http or https address.");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.StallTimeout }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What the server says about a file; null where it has none.</summary>
    /// <exception cref="ModelDownloadException">The server refuses access or redirects astray.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached or fails.</exception>
    public async Task<HubFile?> FindAsync(string revision, string name, CancellationToken cancellationToken)
    {
        (string? commit, string? tag, long? size) = (null, null, null);
        using var response = await SendAsync(HttpMethod.Head, Address(revision, name), from: 0, Note, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        RequireSuccess(response, name);
        return new HubFile(name, commit ?? revision, size ?? response.Content.Headers.ContentLength, tag ?? TagOf(response), commit);

        void Note(HttpResponseMessage answer)
        {
            commit ??= Header(answer, "X-Repo-Commit") is { } named && HubNames.IsCommit(named) ? named : null;
            tag ??= Header(answer, "X-Linked-Etag") is { } linked ? Unquoted(linked) : null;
            size ??= long.TryParse(Header(answer, "X-Linked-Size"), out long bytes) && bytes >= 0 ? bytes : null;
        }
    }

    /// <summary>Opens a file's content, from a position on where the server can.</summary>
    /// <exception cref="ModelDownloadException">The server has no such file, refuses access or redirects astray.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached or fails.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HubFile file, long from, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, Address(file.Revision, file.Name), from, _ => { }, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            RequireSuccess(response, file.Name);
        }

        return response;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long from, Action<HttpResponseMessage> note, CancellationToken cancellationToken)
    {
        for (int redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(method, address, from, cancellationToken).ConfigureAwait(false);
            note(response);
            if (response.Headers.Location is not { } location || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            response.Dispose();
            var next = new Uri(address, location);
            if (redirects == RedirectsMax || next.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Scheme == "http"))
            {
                throw new ModelDownloadException($"{Shown(address)} redirects to {Shown(next)}, which is not followed.");
            }

            address = next;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("AdaptiveProvider", null));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (_token is not null && Uri.Compare(address, _base, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_timeout);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Shown(address)} did not answer within {_timeout}.");
        }
    }

    private void RequireSuccess(HttpResponseMessage response, string name)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
        {
            return;
        }

        var status = response.StatusCode;
        response.Dispose();
        throw status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ModelDownloadException(
                $"The server refuses access to {name} of {_repository} ({(int)status}). Check the name; for a private or gated model accept its terms and set HF_TOKEN or ModelDownloadOptions.Token.", null, status),
            HttpStatusCode.NotFound => new ModelDownloadException($"The server has no {name} of {_repository} (404). Check the name of the model and the revision.", null, status),
            _ => new HttpRequestException($"The server answered {(int)status} for {name} of {_repository}.", null, status),
        };
    }

    private Uri Address(string revision, string name) => new(_base, $"{_repository}/resolve/{Uri.EscapeDataString(revision)}/{Uri.EscapeDataString(name)}");

    // Signed addresses carry their secret in the query.
    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static string? TagOf(HttpResponseMessage response) => Header(response, "ETag") is { } tag ? Unquoted(tag) : null;

    private static string Unquoted(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First().Trim() : null;
}
