namespace AdaptiveProvider.Tests.Downloads;

/// <summary>A request that the local server got.</summary>
internal sealed record HubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that is asked for.</summary>
    public int From => Headers.TryGetValue("Range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>The last part of the path.</summary>
    public string File => Path[(Path.LastIndexOf('/') + 1)..];
}
