namespace AdaptiveProvider.Engine.Execution;

/// <summary>A step did not fit the executor's memory; the engine tries again with half the rows.</summary>
public sealed class ExecutorMemoryException(string message, Exception? innerException = null) : AdaptiveProviderException(message, innerException);
