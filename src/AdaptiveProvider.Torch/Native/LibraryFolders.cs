namespace AdaptiveProvider.Torch.Native;

/// <summary>Where libtorch may be, in order: what the caller names, what the environment names, the application's own files, the package folder of a build.</summary>
internal static class LibraryFolders
{
    /// <summary>The environment variable that names a folder with libtorch, for example a Python install's torch/lib.</summary>
    public const string Variable = "ADAPTIVE_LIBTORCH";

    private const string BuildKey = "AdaptiveProvider.Torch.NativeFolders";

    /// <summary>The folders to look into. One that was named is the only one: another libtorch instead of it would be a surprise.</summary>
    public static IReadOnlyList<Candidate> Find(TorchRuntimeOptions options)
    {
        if (options.LibraryFolder is { Length: > 0 } named)
        {
            return Named(named, $"{nameof(TorchRuntimeOptions)}.{nameof(TorchRuntimeOptions.LibraryFolder)}");
        }

        if (options.Environment(Variable) is { Length: > 0 } variable)
        {
            return Named(variable, Variable);
        }

        string own = options.ApplicationFolder;
        return
        [
            new(Path.Combine(own, "runtimes", LibraryNames.RuntimeIdentifier, "native"), "the application", IsNamed: false),
            new(own, "the application", IsNamed: false),
            .. from folder in options.BuildFolders ?? (AppContext.GetData(BuildKey) as string)?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? []
               select new Candidate(Path.TrimEndingDirectorySeparator(folder), "the build's packages", IsNamed: false),
        ];
    }

    /// <summary>The folders that TorchSharp's own library may be in: beside libtorch, or with the application.</summary>
    public static IEnumerable<string> OfBinding(TorchRuntimeOptions options, string torchFolder) =>
    [
        Path.Combine(options.ApplicationFolder, "runtimes", LibraryNames.RuntimeIdentifier, "native"),
        options.ApplicationFolder,
        torchFolder,
    ];

    /// <summary>The folders in which the .NET runtime, and so TorchSharp, looks for native libraries by itself.</summary>
    public static IEnumerable<string> OfRuntime()
        => [.. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [], AppContext.BaseDirectory];

    // People name the folder of a Python install, of an unpacked libtorch, or their lib.
    private static Candidate[] Named(string folder, string source)
        => [new(folder, source, IsNamed: true), new(Path.Combine(folder, "lib"), source, IsNamed: true), new(Path.Combine(folder, "torch", "lib"), source, IsNamed: true)];

    /// <summary>A folder to look into.</summary>
    /// <param name="Path">The folder.</param>
    /// <param name="Source">Who named it.</param>
    /// <param name="IsNamed">A person named it.</param>
    public sealed record Candidate(string Path, string Source, bool IsNamed)
    {
        /// <summary>True when libtorch is there.</summary>
        public bool HasTorch => File.Exists(System.IO.Path.Combine(Path, LibraryNames.TorchCpu));

        /// <summary>True when libtorch with CUDA is there.</summary>
        public bool HasCuda => File.Exists(System.IO.Path.Combine(Path, LibraryNames.TorchCuda));
    }
}
