using AdaptiveProvider.Downloads;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tests.Downloads;

/// <summary>A server with a small model, and an empty cache.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    public const string Repository = "org/tiny";

    private readonly TemporaryFolder _cache = new();

    public HubFixture()
    {
        var random = new Random(17);
        foreach (var (name, bytes) in ((string, int)[])[("config.json", 40), ("tokenizer.json", 3000), ("model.safetensors", 400_000)])
        {
            random.NextBytes(Server.Files[name] = new byte[bytes]);
        }
    }

    public HubServer Server { get; } = new();

    public byte[] Weights => Server.Files["model.safetensors"];

    public ModelDownloadOptions Options => new()
    {
        BaseAddress = Server.Address,
        CacheFolder = _cache.Path,
        RetryDelay = TimeSpan.Zero,
        Attempts = 3,
        Variable = _ => null,
    };

    public string Root => Path.Combine(_cache.Path, "models--org--tiny");

    public string Snapshot => Path.Combine(Root, "snapshots", HubServer.Commit);

    public string WeightsBlob => Path.Combine(Root, "blobs", HubServer.Sha256(Weights));

    public Task<ModelDownloadResult> GetAsync(ModelDownloadOptions? options = null, IProgress<ModelDownloadProgress>? progress = null, CancellationToken cancellationToken = default)
        => ModelDownload.GetAsync(Repository, options ?? Options, progress, cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    /// <summary>Every file that lies in the cache, links too.</summary>
    public string[] Stored() => Directory.Exists(Root) ? [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)] : [];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _cache.Dispose();
    }
}
