using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Hosting.Loading;

/// <summary>What hosting logs. Never a prompt or a reply.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "Loading the model {ModelId} from {Folder}")]
    public static partial void Loading(this ILogger logger, string modelId, string folder);

    [LoggerMessage(2, LogLevel.Information, "The model {ModelId} is ready after {Seconds:F1} seconds")]
    public static partial void Loaded(this ILogger logger, string modelId, double seconds);

    [LoggerMessage(3, LogLevel.Error, "The model {ModelId} could not be loaded from {Folder}; calls fail until a retry succeeds")]
    public static partial void LoadFailed(this ILogger logger, Exception cause, string modelId, string folder);

    [LoggerMessage(4, LogLevel.Information, "The model {ModelId} is stopped")]
    public static partial void Stopped(this ILogger logger, string modelId);
}
