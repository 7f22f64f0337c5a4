using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>What is wrong, for people and for programs.</summary>
internal sealed record ErrorDetail(string Message, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param, string Code);
