using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Engine.Diagnostics;

/// <summary>What the engine logs. Never a prompt or a reply.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Engine started on {Device}: {SlotCount} slots of {SlotLength} tokens")]
    public static partial void Started(this ILogger logger, string device, int slotCount, int slotLength);

    [LoggerMessage(2, LogLevel.Information, "Engine stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "Engine failed; every pending request ends")]
    public static partial void Faulted(this ILogger logger, Exception cause);

    [LoggerMessage(4, LogLevel.Warning, "A step of {Rows} rows ran out of memory; the next ones have at most {RowsMax}")]
    public static partial void StepTooLarge(this ILogger logger, Exception cause, int rows, int rowsMax);

    [LoggerMessage(5, LogLevel.Warning, "Request {Id} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception cause, long id);

    [LoggerMessage(6, LogLevel.Debug, "Request {Id} starts in slot {Slot} with {CachedTokens} of {PromptTokens} prompt tokens cached")]
    public static partial void RequestAdmitted(this ILogger logger, long id, int slot, int cachedTokens, int promptTokens);

    [LoggerMessage(7, LogLevel.Debug, "Request {Id} ended after {OutputTokens} tokens: {Cause}")]
    public static partial void RequestEnded(this ILogger logger, long id, int outputTokens, Requests.FinishCause cause);

    [LoggerMessage(8, LogLevel.Warning, "Copying a cached prefix ran out of memory; the prompt is computed instead")]
    public static partial void CopyTooLarge(this ILogger logger, Exception cause);

    [LoggerMessage(9, LogLevel.Error, "The executor could not be released")]
    public static partial void ReleaseFailed(this ILogger logger, Exception cause);
}
