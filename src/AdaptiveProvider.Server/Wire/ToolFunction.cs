using System.Text.Json;

namespace AdaptiveProvider.Server.Wire;

/// <summary>A function's name, purpose and JSON schema.</summary>
internal sealed record ToolFunction(string? Name, string? Description, JsonElement? Parameters, bool? Strict);
