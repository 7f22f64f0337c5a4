using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Torch;

/// <summary>libtorch could not be loaded, or it lacks what was asked of it; the message says what was tried and what to do.</summary>
public sealed class TorchRuntimeException(string message, Exception? innerException = null) : AdaptiveProviderException(message, innerException);
