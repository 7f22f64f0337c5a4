namespace AdaptiveProvider.Hosting.Loading;

/// <summary>Loads models; tests decide when, and whether.</summary>
internal interface IModelLoader
{
    /// <summary>Loads a model that can chat.</summary>
    Task<AdaptiveModel> LoadAsync(string folder, AdaptiveModelOptions options, IProgress<ModelLoadProgress> progress, CancellationToken cancellationToken);
}
