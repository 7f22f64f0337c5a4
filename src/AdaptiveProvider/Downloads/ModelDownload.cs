using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Downloads;

/// <summary>Downloads models from a server with Hugging Face's addresses into a cache of its layout. Nothing else in this library uses the network.</summary>
public sealed class ModelDownload
{
    private readonly ModelDownloadOptions _options;
    private readonly HubCache _cache;
    private readonly HubClient _client;
    private readonly BlobDownload _blobs;
    private readonly DownloadRetries _retries;
    private readonly IProgress<ModelDownloadProgress>? _progress;

    private ModelDownload(string repository, ModelDownloadOptions options, HubCache cache, HubClient client, IProgress<ModelDownloadProgress>? progress)
    {
        (_options, _cache, _client, _progress) = (options, cache, client, progress);
        (_blobs, _retries) = (new BlobDownload(client, options, cache.Blobs), new DownloadRetries(options));
        Repository = repository;
    }

    private string Repository { get; }

    /// <summary>A model's folder, downloaded where it is not in the cache: configuration, weights in safetensors and, where there are, tokenizer, chat template and the like.</summary>
    /// <param name="repository"><c>organisation/model</c>.</param>
    /// <param name="options">Server, revision, cache, token, limits; null takes all from the environment.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellationToken">Breaks off; the next call goes on from there.</param>
    /// <exception cref="ArgumentException">The repository or the revision is no such name, or an option is out of its range.</exception>
    /// <exception cref="ModelDownloadException">The model is not to be had, arrived damaged, is too large, or does not fit on the disk.</exception>
    public static async Task<ModelDownloadResult> GetAsync(
        string repository, ModelDownloadOptions? options = null, IProgress<ModelDownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var resolved = (options ?? new ModelDownloadOptions()).Resolved();
        HubNames.RequireRepository(repository);
        HubNames.RequireRevision(resolved.Revision);
        var cache = new HubCache(resolved.CacheFolder!, repository);
        string? cached = cache.FindComplete(resolved.Revision);
        if (cached is not null && (resolved.IsOffline == true || HubNames.IsCommit(resolved.Revision)))
        {
            return FromCache(cached);
        }

        if (resolved.IsOffline == true)
        {
            throw new ModelDownloadException($"{repository} ({resolved.Revision}) is not in {resolved.CacheFolder}, and the network is not to be used (HF_HUB_OFFLINE or ModelDownloadOptions.IsOffline).");
        }

        using var client = new HubClient(resolved, repository);
        try
        {
            return await new ModelDownload(repository, resolved, cache, client, progress).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException or TimeoutException && cached is not null)
        {
            // A server that cannot be reached is no reason to do without what is here.
            return FromCache(cached);
        }
        catch (Exception cause) when (cause is HttpRequestException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new ModelDownloadException($"{repository} could not be downloaded from {resolved.BaseAddress}: {cause.Message}", cause, (cause as HttpRequestException)?.StatusCode);
        }
    }

    private static ModelDownloadResult FromCache(string folder) => new(folder, HubNames.IsCommit(Path.GetFileName(folder)) ? Path.GetFileName(folder) : null, 0);

    private async Task<ModelDownloadResult> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = await RequireAsync(_options.Revision, ModelFiles.Configuration, cancellationToken).ConfigureAwait(false);
        string snapshot = _cache.Snapshot(configuration.Commit ?? _options.Revision);
        var files = await ListAsync(configuration, snapshot, cancellationToken).ConfigureAwait(false);

        long total = files.Sum(file => file.Size ?? 0), before = 0;
        if (total > _options.MaxBytes)
        {
            throw new ModelDownloadException($"{Repository} has {total} bytes; ModelDownloadOptions.MaxBytes allows {_options.MaxBytes}.");
        }

        foreach (var file in files)
        {
            before += await PlaceAsync(file, snapshot, before, bytes => Report(file, before + bytes, total), cancellationToken).ConfigureAwait(false);
        }

        if (configuration.Commit is { } commit && commit != _options.Revision)
        {
            _cache.WriteReference(_options.Revision, commit);
        }

        return new ModelDownloadResult(snapshot, configuration.Commit, _blobs.ReceivedBytes);
    }

    /// <summary>The files to fetch. All are of the commit that the configuration came from, so that a push meanwhile mixes nothing.</summary>
    private async Task<List<HubFile>> ListAsync(HubFile configuration, string snapshot, CancellationToken cancellationToken)
    {
        var files = new List<HubFile> { configuration };
        foreach (string name in ModelFiles.Optional)
        {
            await AddAsync(name).ConfigureAwait(false);
        }

        if (!await AddAsync(ModelFiles.Weights).ConfigureAwait(false))
        {
            var index = await FindAsync(configuration.Revision, ModelFiles.ShardIndex, cancellationToken).ConfigureAwait(false)
                ?? throw new ModelDownloadException($"{Repository} has neither {ModelFiles.Weights} nor {ModelFiles.ShardIndex}: its weights are not in safetensors format.");
            await PlaceAsync(index, snapshot, 0, _ => { }, cancellationToken).ConfigureAwait(false);
            files.Add(index);
            foreach (string shard in ShardIndex.Read(Path.Combine(snapshot, ModelFiles.ShardIndex)).Values.Distinct())
            {
                files.Add(await RequireAsync(configuration.Revision, shard, cancellationToken).ConfigureAwait(false));
            }
        }

        return files;

        async Task<bool> AddAsync(string name)
        {
            var file = await FindAsync(configuration.Revision, name, cancellationToken).ConfigureAwait(false);
            files.AddRange(file is null ? [] : [file]);
            return file is not null;
        }
    }

    /// <summary>Sees to it that a file is in the snapshot, and returns its bytes.</summary>
    private async Task<long> PlaceAsync(HubFile file, string snapshot, long before, Action<long> report, CancellationToken cancellationToken)
    {
        if (file.Commit is not null && HubCache.IsThere(Path.Combine(snapshot, file.Name)))
        {
            report(file.Size ?? 0);
            return file.Size ?? 0;
        }

        long maxBytes = Math.Min(_options.MaxBytes - before, ModelFiles.IsWeights(file.Name) ? long.MaxValue : ModelFiles.SettingsBytesMax);
        string blob = await _blobs.FetchAsync(file, maxBytes, report, cancellationToken).ConfigureAwait(false);
        long bytes = new FileInfo(blob).Length;
        report(bytes);
        HubCache.Link(snapshot, file.Name, blob);
        return bytes;
    }

    private void Report(HubFile file, long received, long total) => _progress?.Report(new ModelDownloadProgress(file.Name, received, Math.Max(received, total)));

    private async Task<HubFile> RequireAsync(string revision, string name, CancellationToken cancellationToken)
        => await FindAsync(revision, name, cancellationToken).ConfigureAwait(false)
            ?? throw new ModelDownloadException($"The server has no {name} of {Repository} ({revision}). Check the name of the model and the revision.", null, System.Net.HttpStatusCode.NotFound);

    private Task<HubFile?> FindAsync(string revision, string name, CancellationToken cancellationToken)
        => _retries.RunAsync(() => _client.FindAsync(revision, name, cancellationToken), () => 0, cancellationToken);
}
