using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Training;

/// <summary>Training cannot start or go on; the message says what to change.</summary>
public sealed class TrainingException(string message, Exception? innerException = null) : AdaptiveProviderException(message, innerException);
