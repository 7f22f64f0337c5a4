namespace AdaptiveProvider.Testing.Engine;

/// <summary>A plan that no executor could run rightly.</summary>
public sealed class ContractViolationException(string message) : Exception(message);
