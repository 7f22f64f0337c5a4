namespace AdaptiveProvider.Server.Wire;

/// <summary>What a stream holds besides the reply.</summary>
internal sealed record StreamOptions(bool? IncludeUsage);
