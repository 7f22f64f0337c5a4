namespace AdaptiveProvider.Torch;

/// <summary>Where libtorch is taken from.</summary>
public sealed record TorchRuntimeOptions
{
    /// <summary>
    /// The folder with libtorch's libraries, for example a Python install's <c>torch/lib</c>. Null looks at the environment variable
    /// ADAPTIVE_LIBTORCH, then at the application's own files, then at the packages of its build.
    /// </summary>
    public string? LibraryFolder { get; init; }

    /// <summary>Reads an environment variable.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The application's folder.</summary>
    internal string ApplicationFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Folders that the build left libtorch in; null reads what the build wrote.</summary>
    internal IReadOnlyList<string>? BuildFolders { get; init; }
}
