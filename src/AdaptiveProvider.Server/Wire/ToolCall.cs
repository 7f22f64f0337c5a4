namespace AdaptiveProvider.Server.Wire;

/// <summary>A call that the model makes; <see cref="Index"/> only in streams.</summary>
internal sealed record ToolCall(int? Index, string? Id, string? Type, ToolCallFunction? Function);
