namespace AdaptiveProvider.Server.Wire;

/// <summary>An error in OpenAI's shape.</summary>
internal sealed record ErrorBody(ErrorDetail Error);
