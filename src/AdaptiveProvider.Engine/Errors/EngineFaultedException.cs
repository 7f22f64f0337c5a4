namespace AdaptiveProvider.Engine;

/// <summary>The engine stopped for good after a failure; <see cref="Exception.InnerException"/> is the cause. Load the model again.</summary>
public sealed class EngineFaultedException(Exception cause) : AdaptiveProviderException(
    $"The engine has stopped after a failure: {cause.Message} Load the model again to continue.", cause);
