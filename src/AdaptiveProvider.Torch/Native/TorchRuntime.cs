using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Finds and loads libtorch and TorchSharp's native library, once per process.</summary>
/// <remarks>Needs no root rights, no environment variable and no change to any package: docs/gpu.md says how.</remarks>
public static class TorchRuntime
{
    private const string Remedies =
        $"Build with a TorchSharp backend package, or name a folder with libtorch, for example a Python install's torch/lib, in {LibraryFolders.Variable}; --device cpu needs none.";

    private static readonly Lock Gate = new();
    private static TorchRuntimeReport? _loaded;

    /// <summary>Loads what is needed; the second and later calls do nothing.</summary>
    /// <param name="options">Where from; null takes the defaults.</param>
    /// <exception cref="TorchRuntimeException">It cannot be loaded; the exception says what was tried and what to do.</exception>
    public static void Load(TorchRuntimeOptions? options = null)
    {
        lock (Gate)
        {
            _loaded ??= LoadOnce(options ?? new TorchRuntimeOptions());
        }
    }

    /// <summary>Loads if it is possible, and tells what was found. Never throws.</summary>
    public static TorchRuntimeReport Report(TorchRuntimeOptions? options = null)
    {
        options ??= new TorchRuntimeOptions();
        try
        {
            Load(options);
            return _loaded! with { Devices = Devices() };
        }
        catch (Exception failure)
        {
            var problem = failure as TorchRuntimeException;
            return new TorchRuntimeReport
            {
                Problem = problem?.Problem ?? failure.Message,
                Remedy = problem?.Remedy ?? Remedies,
                Tried = [.. LibraryFolders.Find(options).Select(Describe)],
            };
        }
    }

    private static TorchRuntimeReport LoadOnce(TorchRuntimeOptions options)
    {
        var (folder, tried) = Choose(options);
        RequireNoOther(folder, tried);
        string binding = LibraryFolders.OfBinding(options, folder).Select(place => Path.Combine(place, LibraryNames.Binding)).FirstOrDefault(File.Exists)
            ?? throw new TorchRuntimeException(
                $"TorchSharp's own {LibraryNames.Binding} is missing.", "Publish for this system (dotnet publish -r RID), or copy the runtimes folder beside the application.", LibraryFolders.OfBinding(options, folder));
        using var file = BindingFile.For(binding, StandardLibraryCompatibility.InstalledVersions(), CacheFolder());
        var libraries = new LibraryLoader(folder);
        nint handle = LoadLibraries(libraries, file, tried);
        TorchSharpLoader.Attach(handle);
        ScriptFusion.TurnOff(libraries.TorchCpu);
        string? version = LibtorchVersion.Find(folder, libraries.TorchCpu);
        return new TorchRuntimeReport { IsLoaded = true, Folder = folder, Version = version, Tried = [.. tried], Warnings = [.. Warnings(version, libraries, file)] };
    }

    /// <summary>The folder to load from, and all that were looked into.</summary>
    /// <exception cref="TorchRuntimeException">None has libtorch.</exception>
    internal static (string Folder, string[] Tried) Choose(TorchRuntimeOptions options)
    {
        var candidates = LibraryFolders.Find(options);
        string[] tried = [.. candidates.Select(Describe)];
        var chosen = candidates.FirstOrDefault(candidate => candidate.HasTorch) ?? throw NotFound(candidates, tried);
        return (Path.GetFullPath(chosen.Path), tried);
    }

    private static nint LoadLibraries(LibraryLoader libraries, BindingFile file, string[] tried)
    {
        try
        {
            libraries.Load();
            BindingSymbols.RequireAll(file.Path, libraries.Torch, tried);
            return NativeLibrary.Load(file.Path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchRuntimeException($"a library does not load: {LoadFailure.Reason(failure.Message)}.", Remedies, tried, failure);
        }
    }

    // NOTE: a second copy of libtorch ends the process, so it must not be tried.
    private static void RequireNoOther(string folder, string[] tried)
    {
        if (LoadedLibraries.Find(LibraryNames.TorchCpu) is { } loaded && !SameFile(loaded, Path.Combine(folder, LibraryNames.TorchCpu)))
        {
            throw new TorchRuntimeException(
                $"this process has already loaded {loaded}, and two copies of libtorch in one process end it.",
                $"Name that folder in {LibraryFolders.Variable}, or load this library first.", tried);
        }

        if (OfApplication(LibraryFolders.OfRuntime(), folder) is { } own)
        {
            throw new TorchRuntimeException(
                $"the application carries a libtorch of its own in {own}, which TorchSharp loads by itself, and two copies in one process end it.",
                $"Publish without one (-p:TorchBackend=none), or do not name another in {LibraryFolders.Variable}.", tried);
        }
    }

    /// <summary>A folder in which TorchSharp would find another libtorch than the chosen one; null where there is none.</summary>
    internal static string? OfApplication(IEnumerable<string> searched, string chosen)
        => searched.FirstOrDefault(folder => Path.Combine(folder, LibraryNames.TorchCpu) is var file && File.Exists(file) && !SameFile(file, Path.Combine(chosen, LibraryNames.TorchCpu)));

    private static bool SameFile(string first, string second) => Resolve(first) == Resolve(second);

    private static string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static TorchRuntimeException NotFound(IReadOnlyList<LibraryFolders.Candidate> candidates, string[] tried) => candidates[0].IsNamed
        ? new TorchRuntimeException($"{candidates[0].Source} names {candidates[0].Path}, which has no {LibraryNames.TorchCpu}.", "Name the folder that holds it, for example a Python install's torch/lib.", tried)
        : new TorchRuntimeException($"there is no {LibraryNames.TorchCpu}.", Remedies, tried);

    private static string Describe(LibraryFolders.Candidate candidate)
        => $"{candidate.Path} ({candidate.Source}: {(candidate.HasCuda ? "libtorch with CUDA" : candidate.HasTorch ? "libtorch" : Directory.Exists(candidate.Path) ? $"no {LibraryNames.TorchCpu}" : "no such folder")})";

    private static IEnumerable<string> Warnings(string? version, LibraryLoader libraries, BindingFile file)
    {
        if (version is not null && !version.StartsWith(TorchRuntimeReport.BuiltFor + ".", StringComparison.Ordinal))
        {
            yield return $"This is libtorch {version}; TorchSharp was built for {TorchRuntimeReport.BuiltFor}. All of its functions were found, but their behaviour may differ.";
        }

        if (libraries.CudaFailure is { } failure)
        {
            yield return $"The CUDA libraries do not load: {LoadFailure.Reason(failure)}";
        }

        if (file.IsCopy)
        {
            yield return "The system's libstdc++ is older than TorchSharp's; a private copy of its library that asks for less is in use.";
        }
    }

    private static ImmutableArray<string> Devices()
        => ["cpu", .. torch.cuda.is_available() ? Enumerable.Range(0, torch.cuda.device_count()).Select(index => $"cuda:{index}") : [], .. torch.mps_is_available() ? (string[])["mps"] : []];

    private static string? CacheFolder()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return data.Length == 0 ? null : Path.Combine(data, "AdaptiveProvider", "native");
    }
}
