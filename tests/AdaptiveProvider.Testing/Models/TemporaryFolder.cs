namespace AdaptiveProvider.Testing.Models;

/// <summary>An empty folder of its own that disposal removes with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("adaptive-").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
