namespace AdaptiveProvider.Server.Wire;

/// <summary>A tool that the model may call.</summary>
internal sealed record ToolDefinition(string? Type, ToolFunction? Function);
