using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Lets TorchSharp's native library load where libstdc++ is older than the one it was built with.</summary>
/// <remarks>
/// libLibTorchSharp.so of TorchSharp 0.107 requires GLIBCXX_3.4.32 (GCC 13) for one symbol, std::ios_base_library_init(), which does nothing
/// where another library, here libtorch, has already initialised the streams. A private copy without that requirement loads on Debian 12,
/// Ubuntu 22.04 and RHEL 9: its entry for the missing version repeats one that is there, and the call goes to getpid(), which takes nothing and
/// changes nothing.
/// </remarks>
internal static class StandardLibraryCompatibility
{
    private const string Library = "libstdc++.so.6", Prefix = "GLIBCXX_";
    private const string NeedlessSymbol = "_ZSt21ios_base_library_initv";
    private const string HarmlessFunction = "getpid", SameVersionAs = "free";

    /// <summary>The versions that a library requires of libstdc++ and this system's lacks, with the symbols that need each.</summary>
    public static IReadOnlyList<MissingVersion> FindMissing(ElfImage image, IReadOnlySet<string> offered)
        => [.. from required in image.RequiredVersions()
               where required.Library == Library && required.Version.StartsWith(Prefix, StringComparison.Ordinal) && !offered.Contains(required.Version)
               select new MissingVersion(required, [.. image.UndefinedSymbols().Where(symbol => symbol.Version == required.Index)])];

    /// <summary>True when the requirement can be dropped: nothing but the needless symbol asks for it.</summary>
    public static bool CanRelax(MissingVersion missing) => missing.Symbols.All(symbol => symbol.Name == NeedlessSymbol);

    /// <summary>Drops the requirement from the image.</summary>
    /// <exception cref="InvalidDataException">The image lacks what the change needs.</exception>
    public static void Relax(ElfImage image, MissingVersion missing, IReadOnlySet<string> offered)
    {
        var substitute = image.RequiredVersions().Where(required => required.Library == Library && required.Version.StartsWith(Prefix, StringComparison.Ordinal) && offered.Contains(required.Version))
            .MaxBy(required => Version.TryParse(required.Version[Prefix.Length..], out var version) ? version : new Version(0, 0))
            ?? throw new InvalidDataException($"it requires no version of {Library} that this system has");
        var neighbour = image.UndefinedSymbols().FirstOrDefault(symbol => symbol.Name == SameVersionAs)
            ?? throw new InvalidDataException($"it does not use {SameVersionAs}");
        image.PointVersion(missing.Required, substitute);
        foreach (var symbol in missing.Symbols)
        {
            image.RenameSymbol(symbol, HarmlessFunction, neighbour.Version);
        }
    }

    /// <summary>The versions that this system's libstdc++ offers.</summary>
    /// <returns>Null when the library is not to be found or read: then nothing is known to be missing.</returns>
    public static HashSet<string>? InstalledVersions()
    {
        // The handle stays open: libtorch needs the library anyway.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Library, out _))
        {
            return null;
        }

        try
        {
            string? path = LoadedLibraries.Find(Library);
            return path is null ? null : [.. new ElfImage(File.ReadAllBytes(path)).OfferedVersions()];
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A version that this system's libstdc++ lacks.</summary>
    public sealed record MissingVersion(ElfImage.RequiredVersion Required, IReadOnlyList<ElfImage.UndefinedSymbol> Symbols);
}
