using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Finds a libtorch's version: what the loaded library says of itself, or what lies beside it.</summary>
internal static partial class LibtorchVersion
{
    // std::string at::show_config(), Itanium C++ ABI: the result's place comes as a hidden first argument.
    private const string ShowConfig = "_ZN2at11show_configB5cxx11Ev";

    /// <summary>The version, for example 2.10.0 or 2.11.0+cu130; null when nothing tells.</summary>
    public static string? Find(string folder, nint torchCpu) => OfLibrary(torchCpu) ?? OfFolder(folder);

    /// <summary>What a Python install, an unpacked libtorch or a package folder says.</summary>
    public static string? OfFolder(string folder)
    {
        foreach (string file in (string[])["version.py", "build-version"])
        {
            string path = Path.Combine(folder, "..", file);
            if (File.Exists(path) && Number().Match(File.ReadAllText(path)) is { Success: true } stated)
            {
                return stated.Value;
            }
        }

        return PackageFolder().Match(folder.Replace('\\', '/')) is { Success: true } packaged ? packaged.Groups[1].Value : null;
    }

    private static unsafe string? OfLibrary(nint torchCpu)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !NativeLibrary.TryGetExport(torchCpu, ShowConfig, out nint address))
        {
            return null;
        }

        // The text, its length, and room for short texts: the layout of std::string in libstdc++.
        nint* text = stackalloc nint[4];
        ((delegate* unmanaged<nint*, nint*>)address)(text);
        string config = Marshal.PtrToStringUTF8(text[0], (int)text[1]) ?? "";
        return Stated().Match(config) is { Success: true } stated ? stated.Groups[1].Value : null;
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+[\w.+]*")]
    private static partial Regex Number();

    [GeneratedRegex(@"/libtorch-[^/]+/(\d+\.\d+\.\d+)(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex PackageFolder();

    [GeneratedRegex(@"TORCH_VERSION=(\d+\.\d+\.\d+[\w.+]*)")]
    private static partial Regex Stated();
}
