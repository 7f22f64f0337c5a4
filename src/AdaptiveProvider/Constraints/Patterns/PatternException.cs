namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>A regular expression is malformed or uses what is not supported; the message continues "the pattern ...".</summary>
internal sealed class PatternException(string message) : Exception(message);
