namespace AdaptiveProvider.Tool;

/// <summary>The command line asks for something that makes no sense; its message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
