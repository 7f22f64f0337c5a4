namespace AdaptiveProvider.Server.Wire;

/// <summary>Which function is called, and the JSON of its arguments as a text.</summary>
internal sealed record ToolCallFunction(string? Name, string? Arguments);
