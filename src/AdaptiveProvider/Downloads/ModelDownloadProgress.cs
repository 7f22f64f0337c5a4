namespace AdaptiveProvider.Downloads;

/// <summary>How far a download has come.</summary>
/// <param name="File">The file that is being received.</param>
/// <param name="ReceivedBytes">Bytes of all files that are here, those of an earlier, broken-off download too.</param>
/// <param name="TotalBytes">Bytes of all files, as far as the server tells their sizes.</param>
public readonly record struct ModelDownloadProgress(string File, long ReceivedBytes, long TotalBytes);
