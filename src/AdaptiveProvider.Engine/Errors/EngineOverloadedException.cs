namespace AdaptiveProvider.Engine;

/// <summary>The waiting line is full: try again later, or raise <see cref="EngineOptions.QueueCapacity"/>.</summary>
public sealed class EngineOverloadedException(int queueCapacity) : AdaptiveProviderException(
    $"The engine already has {queueCapacity} requests waiting. Try again later, or raise EngineOptions.QueueCapacity.")
{
    /// <summary>How many requests may wait.</summary>
    public int QueueCapacity { get; } = queueCapacity;
}
