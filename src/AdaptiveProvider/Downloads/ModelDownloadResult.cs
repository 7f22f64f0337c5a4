namespace AdaptiveProvider.Downloads;

/// <summary>A model folder in the cache.</summary>
/// <param name="Folder">The folder, to be given to <see cref="AdaptiveModel.LoadAsync"/>.</param>
/// <param name="Commit">The commit that it holds; null where the server names none.</param>
/// <param name="ReceivedBytes">What came over the network; 0 when everything was there.</param>
public sealed record ModelDownloadResult(string Folder, string? Commit, long ReceivedBytes);
