using Microsoft.Extensions.Hosting;

namespace AdaptiveProvider.Hosting.Configuration;

/// <summary>Finds the folder that options name.</summary>
internal sealed class ModelFolderLocator(IHostEnvironment? environment = null)
{
    /// <summary>Where AdaptiveProvider.DefaultModel puts its model. Its assembly is not needed to know that.</summary>
    public static string DefaultFolder { get; } = Path.Combine(AppContext.BaseDirectory, "default-model");

    /// <summary>The full path, there or not.</summary>
    public string Locate(string? folder) => string.IsNullOrWhiteSpace(folder)
        ? DefaultFolder
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, environment?.ContentRootPath ?? Directory.GetCurrentDirectory()));
}
