namespace AdaptiveProvider.Server.Wire;

/// <summary>What the reply must be: text, any JSON, or JSON of a schema.</summary>
internal sealed record ResponseFormatField(string? Type, ResponseSchema? JsonSchema);
