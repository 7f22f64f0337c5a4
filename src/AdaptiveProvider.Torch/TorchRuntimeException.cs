using AdaptiveProvider.Engine;

namespace AdaptiveProvider.Torch;

/// <summary>libtorch could not be loaded, or it lacks what was asked of it; the message says what was tried and what to do.</summary>
public sealed class TorchRuntimeException : AdaptiveProviderException
{
    /// <summary>Creates the exception for something that a loaded libtorch lacks.</summary>
    public TorchRuntimeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a libtorch that could not be loaded.</summary>
    internal TorchRuntimeException(string problem, string remedy, IEnumerable<string> tried, Exception? innerException = null)
        : base(Compose(problem, remedy, tried), innerException)
        => (Problem, Remedy) = (problem, remedy);

    /// <summary>What is wrong; null where the message says all.</summary>
    public string? Problem { get; }

    /// <summary>What to do about it; null where the message says all.</summary>
    public string? Remedy { get; }

    private static string Compose(string problem, string remedy, IEnumerable<string> tried)
    {
        string list = string.Join("; ", tried);
        return $"libtorch cannot be used: {problem} {remedy}{(list.Length == 0 ? "" : $" Tried: {list}.")}";
    }
}
