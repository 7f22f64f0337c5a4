using System.Security.Cryptography;

namespace AdaptiveProvider.Torch.Native;

/// <summary>TorchSharp's own native library as a file that loads on this system: the packaged one, or a private copy that asks for less.</summary>
internal sealed class BindingFile : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private BindingFile(string path, bool isCopy, DirectoryInfo? temporary = null) => (Path, IsCopy, _temporary) = (path, isCopy, temporary);

    /// <summary>The file to load.</summary>
    public string Path { get; }

    /// <summary>True when the file is a private copy.</summary>
    public bool IsCopy { get; }

    /// <summary>The packaged file where it loads, a copy without a needless requirement where the C++ library is older.</summary>
    /// <param name="packaged">The packaged file, which is never changed.</param>
    /// <param name="offered">The versions that this system's libstdc++ offers; null when unknown.</param>
    /// <param name="cacheFolder">Where copies are kept; null keeps none beyond the load.</param>
    /// <exception cref="TorchRuntimeException">Another requirement is missing, or no copy can be written.</exception>
    public static BindingFile For(string packaged, IReadOnlySet<string>? offered, string? cacheFolder)
    {
        if (offered is null)
        {
            return new BindingFile(packaged, isCopy: false);
        }

        byte[] bytes = File.ReadAllBytes(packaged);
        try
        {
            var image = new ElfImage(bytes);
            var missing = StandardLibraryCompatibility.FindMissing(image, offered);
            if (missing.Count == 0)
            {
                return new BindingFile(packaged, isCopy: false);
            }

            if (missing.FirstOrDefault(version => !StandardLibraryCompatibility.CanRelax(version)) is { } needed)
            {
                throw TooOld(packaged, needed);
            }

            foreach (var version in missing)
            {
                StandardLibraryCompatibility.Relax(image, version, offered);
            }
        }
        catch (InvalidDataException damage)
        {
            throw new TorchRuntimeException(
                $"{packaged} is not what TorchSharp ships: {damage.Message}.", "Restore the TorchSharp package again.", [packaged], damage);
        }

        return Write(bytes, cacheFolder);
    }

    /// <summary>Removes a copy that is not kept; the loaded library stays.</summary>
    public void Dispose() => _temporary?.Delete(recursive: true);

    // The name holds the content's hash: versions do not meet, and whoever comes second finds the same bytes.
    private static BindingFile Write(byte[] bytes, string? cacheFolder)
    {
        string name = $"{System.IO.Path.GetFileNameWithoutExtension(LibraryNames.Binding)}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}{System.IO.Path.GetExtension(LibraryNames.Binding)}";
        Exception? failure = null;
        if (cacheFolder is not null)
        {
            string path = System.IO.Path.Combine(cacheFolder, name);
            try
            {
                WriteOnce(path, bytes);
                return new BindingFile(path, isCopy: true);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                failure = refused;
            }
        }

        try
        {
            // A folder of this process alone, which no other user can have prepared.
            var folder = Directory.CreateTempSubdirectory("adaptive-torch-");
            string path = System.IO.Path.Combine(folder.FullName, name);
            WriteOnce(path, bytes);
            return new BindingFile(path, isCopy: true, folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new TorchRuntimeException(
                $"this system needs a private copy of {LibraryNames.Binding}, but neither {cacheFolder ?? "a cache folder"} nor {System.IO.Path.GetTempPath()} can be written: {refused.Message}",
                "Make one of them writable, or set TMPDIR to a folder that is.", [], failure ?? refused);
        }
    }

    private static void WriteOnce(string path, byte[] bytes)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        string part = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
        File.WriteAllBytes(part, bytes);
        File.Move(part, path, overwrite: true);
    }

    private static TorchRuntimeException TooOld(string packaged, StandardLibraryCompatibility.MissingVersion needed)
    {
        string symbols = string.Join(", ", needed.Symbols.Take(3).Select(symbol => symbol.Name));
        return new TorchRuntimeException(
            $"{System.IO.Path.GetFileName(packaged)} needs {needed.Required.Version} of {needed.Required.Library} for {symbols}, and this system's is older.",
            "Install a newer libstdc++ (for example the one of GCC 13), or use --device cpu, which needs none.", [packaged]);
    }
}
