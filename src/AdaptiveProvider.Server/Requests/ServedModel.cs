namespace AdaptiveProvider.Server.Requests;

/// <summary>The model that a request names.</summary>
/// <param name="Name">Its name without a suffix.</param>
/// <param name="Suffix">What the suffix says.</param>
internal readonly record struct ServedModel(string Name, DepthSuffix Suffix);
