namespace AdaptiveProvider.Hosting.Loading;

/// <summary>Loads models from their folders.</summary>
internal sealed class FolderModelLoader : IModelLoader
{
    public async Task<AdaptiveModel> LoadAsync(string folder, AdaptiveModelOptions options, IProgress<ModelLoadProgress> progress, CancellationToken cancellationToken)
    {
        var model = await AdaptiveModel.LoadAsync(folder, options, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            // A model that cannot chat is to fail now, where health checks see it, and not call by call.
            using var probe = new AdaptiveChatClient(model);
            return model;
        }
        catch
        {
            await model.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
