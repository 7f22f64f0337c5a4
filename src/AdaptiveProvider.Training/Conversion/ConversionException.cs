using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>A model cannot be converted as asked; nothing was written, and the message says what to change.</summary>
public sealed class ConversionException(string message, Exception? innerException = null) : AdaptiveProviderException(message, innerException);
