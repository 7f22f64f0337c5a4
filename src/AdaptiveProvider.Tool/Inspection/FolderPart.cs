namespace AdaptiveProvider.Tool.Inspection;

/// <summary>A part of a model folder.</summary>
/// <param name="Name">The file, or what several files hold.</param>
/// <param name="Found">It is there.</param>
/// <param name="Problem">Why it cannot be used; null when it can, or is not there.</param>
internal sealed record FolderPart(string Name, bool Found, string? Problem = null);
