namespace AdaptiveProvider.Engine;

/// <summary>The root of every failure this library reports on purpose; its message says what to change.</summary>
public class AdaptiveProviderException : Exception
{
    /// <summary>Creates the exception with a message for the person who can mend the cause.</summary>
    public AdaptiveProviderException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the failure that caused it.</summary>
    public AdaptiveProviderException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
