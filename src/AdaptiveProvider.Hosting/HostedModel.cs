using System.Diagnostics;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Hosting.Loading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AdaptiveProvider.Hosting;

/// <summary>A model that loads off the caller's path, once, and is shared by every client that names it. Thread-safe.</summary>
/// <remarks>A service of the application, under the key of the client; also what <c>client.GetService&lt;HostedModel&gt;()</c> gives.</remarks>
public sealed class HostedModel : IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly AdaptiveModelOptions _options;
    private readonly IModelLoader _loader;
    private readonly ILogger _logger;
    private Task<AdaptiveModel>? _loading;
    private Task? _stopping;
    private ModelLoadProgress _progress;

    internal HostedModel(string folder, AdaptiveModelOptions options, IModelLoader loader)
    {
        (Folder, _options, _loader) = (folder, options, loader);
        ModelId = options.ModelId ?? AdaptiveModel.NameOf(folder);
        _logger = options.LoggerFactory?.CreateLogger<HostedModel>() ?? (ILogger)NullLogger.Instance;
    }

    /// <summary>The name that responses carry.</summary>
    public string ModelId { get; }

    /// <summary>The model folder.</summary>
    public string Folder { get; }

    /// <summary>What the model is doing.</summary>
    public HostedModelState State
    {
        get
        {
            lock (_gate)
            {
                return CurrentState();
            }
        }
    }

    /// <summary>How far loading has come.</summary>
    public ModelLoadProgress Progress
    {
        get
        {
            lock (_gate)
            {
                return _progress;
            }
        }
    }

    /// <summary>Why loading failed; null where it did not.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
            {
                return _loading is { IsFaulted: true } ? _loading.Exception!.InnerException : null;
            }
        }
    }

    /// <summary>The model; null until it is loaded and after it is stopped.</summary>
    public AdaptiveModel? Loaded
    {
        get
        {
            lock (_gate)
            {
                return _stopping is null && _loading is { IsCompletedSuccessfully: true } ? _loading.Result : null;
            }
        }
    }

    /// <summary>Starts loading where nobody has; returns at once.</summary>
    /// <exception cref="ObjectDisposedException">The host has stopped the model.</exception>
    public void Start() => Begin();

    /// <summary>The model, as soon as it is loaded; starts loading where nobody has.</summary>
    /// <param name="cancellationToken">Stops waiting; others still get the model.</param>
    /// <exception cref="ModelLoadFailedException">Loading failed.</exception>
    /// <exception cref="ObjectDisposedException">The host has stopped the model.</exception>
    public async Task<AdaptiveModel> GetAsync(CancellationToken cancellationToken = default)
    {
        var loading = Begin();
        try
        {
            return await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (loading.IsFaulted)
        {
            // A new exception for every call, so that their stack traces do not mix.
            throw new ModelLoadFailedException(ModelId, Folder, cause);
        }
        catch (OperationCanceledException) when (loading.IsCanceled)
        {
            throw Stopped();
        }
    }

    /// <summary>Loads again where loading or the engine has failed, and returns when the model is there. Otherwise as <see cref="GetAsync"/>.</summary>
    /// <exception cref="ModelLoadFailedException">Loading failed again.</exception>
    /// <exception cref="ObjectDisposedException">The host has stopped the model.</exception>
    public async Task RetryAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (CurrentState() == HostedModelState.Failed)
            {
                var failed = _loading;
                _loading = Task.Run(() => ReloadAsync(failed!));
            }
        }

        await GetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops loading or the model, for good: nothing more is taken, running requests may finish for the drain timeout. The host does that when it stops.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            var loading = _loading;
            return new ValueTask(_stopping ??= Task.Run(() => EndAsync(loading)));
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Task<AdaptiveModel> Begin()
    {
        lock (_gate)
        {
            return _stopping is null ? _loading ??= Task.Run(LoadAsync) : throw Stopped();
        }
    }

    private async Task<AdaptiveModel> ReloadAsync(Task<AdaptiveModel> failed)
    {
        if (failed.IsCompletedSuccessfully)
        {
            await failed.Result.DisposeAsync().ConfigureAwait(false);
        }

        return await LoadAsync().ConfigureAwait(false);
    }

    private async Task<AdaptiveModel> LoadAsync()
    {
        long started = Stopwatch.GetTimestamp();
        _logger.Loading(ModelId, Folder);
        try
        {
            var model = await _loader.LoadAsync(Folder, _options, new Watch(this), _lifetime.Token).ConfigureAwait(false);
            _logger.Loaded(ModelId, Stopwatch.GetElapsedTime(started).TotalSeconds);
            return model;
        }
        catch (Exception cause) when (!_lifetime.IsCancellationRequested)
        {
            _logger.LoadFailed(cause, ModelId, Folder);
            throw;
        }
    }

    private async Task EndAsync(Task<AdaptiveModel>? loading)
    {
        await _lifetime.CancelAsync().ConfigureAwait(false);
        if (loading is not null)
        {
            await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (loading.IsCompletedSuccessfully)
            {
                await loading.Result.DisposeAsync().ConfigureAwait(false);
            }
        }

        _logger.Stopped(ModelId);
    }

    private HostedModelState CurrentState() => (_stopping, _loading) switch
    {
        ({ }, _) => HostedModelState.Stopped,
        (_, null) => HostedModelState.NotStarted,
        (_, { IsCompleted: false }) => HostedModelState.Loading,
        (_, { IsCompletedSuccessfully: true } loaded) when loaded.Result.Engine.Health != EngineHealth.Faulted => HostedModelState.Ready,
        _ => HostedModelState.Failed,
    };

    private ObjectDisposedException Stopped() => new(nameof(HostedModel), $"The host has stopped the model '{ModelId}'; it takes no calls any more.");

    /// <summary>Notes progress at once, in order.</summary>
    private sealed class Watch(HostedModel model) : IProgress<ModelLoadProgress>
    {
        public void Report(ModelLoadProgress value)
        {
            lock (model._gate)
            {
                model._progress = value;
            }
        }
    }
}
