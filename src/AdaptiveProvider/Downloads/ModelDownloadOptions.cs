namespace AdaptiveProvider.Downloads;

/// <summary>Where models come from and where they are kept. What is null is taken from the environment, by the names that Hugging Face's own tools read.</summary>
public sealed record ModelDownloadOptions
{
    /// <summary>The server, whose files are at <c>{base}/{repository}/resolve/{revision}/{file}</c>; null takes <c>HF_ENDPOINT</c>. There is no default.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>A branch, a tag, or a commit of 40 digits; a commit that is in the cache needs no network. Default main.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>The cache; null takes <c>HF_HUB_CACHE</c>, <c>HF_HOME</c>/hub, or ~/.cache/huggingface/hub. Models that other tools have put there are found.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The access token; null takes <c>HF_TOKEN</c>. It is sent to the server only, never to where it redirects.</summary>
    public string? Token { get; init; }

    /// <summary>Use the cache only; null takes <c>HF_HUB_OFFLINE</c>.</summary>
    public bool? IsOffline { get; init; }

    /// <summary>Most bytes of a model; more are refused. Default 512 GiB.</summary>
    public long MaxBytes { get; init; } = 512L << 30;

    /// <summary>How often a request is made that brings nothing new, before it fails. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait after a first failed attempt; it doubles with each. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the server may send nothing before an attempt counts as failed. Default 1 minute.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock of waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Reads the environment.</summary>
    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Server, revision and cache. Never the token, for options end in logs.</summary>
    public override string ToString() => $"{nameof(ModelDownloadOptions)} {{ {BaseAddress}, {Revision}, {CacheFolder} }}";

    /// <summary>The same with everything that the environment says filled in.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    internal ModelDownloadOptions Resolved()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StallTimeout, TimeSpan.Zero);
        return this with
        {
            BaseAddress = BaseAddress ?? FromEnvironment(),
            CacheFolder = Path.GetFullPath(CacheFolder ?? Given("HF_HUB_CACHE") ?? Path.Combine(Given("HF_HOME") ?? Path.Combine(UserCache(), "huggingface"), "hub")),
            Token = Token ?? Given("HF_TOKEN"),
            IsOffline = IsOffline ?? Given("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    private Uri? FromEnvironment() => Given("HF_ENDPOINT") is not { } endpoint ? null
        : Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? address
        : throw new ModelDownloadException($"HF_ENDPOINT is no address: {endpoint}");

    private string UserCache() => Given("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private string? Given(string name) => Variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
