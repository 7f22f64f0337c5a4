using AdaptiveProvider.Hosting.Loading;
using AdaptiveProvider.Testing.Chat;

namespace AdaptiveProvider.Hosting.Tests.Loading;

/// <summary>Loads nothing by itself: the test says when a load ends, and how.</summary>
internal sealed class ControlledLoader : IModelLoader
{
    private TaskCompletionSource<AdaptiveModel> _current = New();

    /// <summary>How often loading was asked for.</summary>
    public int Loads { get; private set; }

    /// <summary>The options of the last load.</summary>
    public AdaptiveModelOptions? Options { get; private set; }

    /// <summary>Where the last load reports to.</summary>
    public IProgress<ModelLoadProgress>? Progress { get; private set; }

    /// <summary>Ends when the first load has begun.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<AdaptiveModel> LoadAsync(string folder, AdaptiveModelOptions options, IProgress<ModelLoadProgress> progress, CancellationToken cancellationToken)
    {
        var load = _current.Task.WaitAsync(cancellationToken);
        (Loads, Options, Progress) = (Loads + 1, options, progress);
        Started.TrySetResult();
        return load;
    }

    /// <summary>Ends the load well, with a model that repeats itself.</summary>
    public AdaptiveModel Succeed(string reply = "fine")
    {
        var model = ScriptedChat.Replying(_ => reply);
        _current.SetResult(model);
        return model;
    }

    /// <summary>Ends the load with a model of the test's.</summary>
    public void Succeed(AdaptiveModel model) => _current.SetResult(model);

    /// <summary>Makes the next load end with another model.</summary>
    public void Replace(AdaptiveModel model)
    {
        _current = New();
        Succeed(model);
    }

    /// <summary>Ends the load badly; the next one is another.</summary>
    public void Fail(Exception cause)
    {
        var failed = _current;
        _current = New();
        failed.SetException(cause);
    }

    private static TaskCompletionSource<AdaptiveModel> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
