namespace AdaptiveProvider.Server;

/// <summary>Keys, names and limits of the server. Can be bound from configuration; checked when it is first used.</summary>
public sealed class AdaptiveServerOptions
{
    /// <summary>Keys of which a request must carry one as <c>Authorization: Bearer</c>. Empty lets everyone in. Default empty.</summary>
    public IList<string> ApiKeys { get; set; } = [];

    /// <summary>Names under which clients ask for the model, the first of which is the default; empty takes the client's own. Default empty.</summary>
    public IList<string> ModelNames { get; set; } = [];

    /// <summary>Largest body of a request, in bytes, from 1024. Default 4 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 4 << 20;

    /// <summary>Bytes of all bodies together that are arriving or being read, at least <see cref="MaxBodyBytes"/>; more get 503. Default 64 MiB.</summary>
    public long MaxBufferedBytes { get; set; } = 64 << 20;

    /// <summary>Requests that may generate or wait for the engine at the same time, at least 1; more get 429. Default 64.</summary>
    public int MaxConcurrentRequests { get; set; } = 64;

    /// <summary>Replies that one request may ask for, prompts times <c>n</c>, at least 1. Default 8.</summary>
    public int MaxChoices { get; set; } = 8;

    /// <summary>Longest time from a request's complete body to the end of its reply. Default 10 minutes.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time for a body to arrive. Default 30 seconds.</summary>
    public TimeSpan BodyReadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Open connections, at least 1; only of <see cref="AdaptiveServer"/>, which owns its listener. Default 512.</summary>
    public int MaxConnections { get; set; } = 512;

    /// <summary>Whether <see cref="AdaptiveServer"/> has a page for people at <c>/</c>. Default true.</summary>
    public bool ServesPage { get; set; } = true;

    /// <summary>Origins whose pages may call <see cref="AdaptiveServer"/> from a browser, such as <c>https://example.org</c>. Default none.</summary>
    public IList<string> CorsOrigins { get; set; } = [];

    /// <summary>Host names by which <see cref="AdaptiveServer"/> may be called; empty takes the local names on a loopback address, and all on others.</summary>
    public IList<string> AllowedHosts { get; set; } = [];
}
