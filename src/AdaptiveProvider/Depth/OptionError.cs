namespace AdaptiveProvider.Depth;

/// <summary>Errors that name an option's key.</summary>
internal static class OptionError
{
    /// <summary>A value under a key is out of its range.</summary>
    public static ArgumentOutOfRangeException OutOfRange(string key, object? value, FormattableString message) => new(key, value, FormattableString.Invariant(message));
}
