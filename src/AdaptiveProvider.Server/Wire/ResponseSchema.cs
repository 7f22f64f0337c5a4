using System.Text.Json;

namespace AdaptiveProvider.Server.Wire;

/// <summary>A named JSON schema.</summary>
internal sealed record ResponseSchema(string? Name, string? Description, JsonElement? Schema, bool? Strict);
