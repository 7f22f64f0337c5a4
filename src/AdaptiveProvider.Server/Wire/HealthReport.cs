namespace AdaptiveProvider.Server.Wire;

/// <summary>The answer of <c>GET /health</c>.</summary>
internal sealed record HealthReport(string Status);
