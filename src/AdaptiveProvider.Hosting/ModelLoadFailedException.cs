using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Hosting;

/// <summary>A call needs a model that could not be loaded; the cause is the inner exception.</summary>
public sealed class ModelLoadFailedException(string modelId, string folder, Exception cause) : AdaptiveProviderException(
    $"The model '{modelId}' could not be loaded from {folder}: {cause.Message} It is not tried again by itself: mend the cause, then call {nameof(HostedModel)}.{nameof(HostedModel.RetryAsync)} or restart.",
    cause)
{
    /// <summary>The model's name.</summary>
    public string ModelId { get; } = modelId;

    /// <summary>The folder that was read.</summary>
    public string Folder { get; } = folder;
}
