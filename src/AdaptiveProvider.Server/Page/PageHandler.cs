using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AdaptiveProvider.Server.Page;

/// <summary>Serves the page: one file, which may run its own script and nothing else, and call this server and nobody else.</summary>
internal sealed partial class PageHandler
{
    private readonly byte[] _page;
    private readonly string _policy;

    public PageHandler()
    {
        using var resource = typeof(PageHandler).Assembly.GetManifestResourceStream("page.html")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);

        // Browsers hash lines that end in line feeds, however the file was checked out.
        string html = reader.ReadToEnd().ReplaceLineEndings("\n");
        _page = Encoding.UTF8.GetBytes(html);
        _policy = $"default-src 'none'; script-src {HashesOf(Script(), html)}; style-src {HashesOf(Style(), html)}; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }

    /// <summary><c>GET /</c>.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = _page.Length;
        response.Headers.ContentSecurityPolicy = _policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        return response.Body.WriteAsync(_page, context.RequestAborted).AsTask();
    }

    // Browsers hash what stands between the tags, exactly.
    private static string HashesOf(Regex element, string html)
        => string.Join(' ', element.Matches(html).Select(match => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups[1].Value)))}'"));

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
