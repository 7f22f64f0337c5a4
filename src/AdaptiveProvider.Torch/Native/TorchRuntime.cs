using System.Runtime.InteropServices;
using TorchSharp;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Finds and loads libtorch and TorchSharp's native library, once per process.</summary>
public static class TorchRuntime
{
    private const string FoldersKey = "AdaptiveProvider.Torch.NativeFolders", Binding = "libLibTorchSharp.so";
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Loads what is needed; the second and later calls do nothing.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded)
            {
                return;
            }

            if (OperatingSystem.IsLinux())
            {
                LoadOnLinux();
            }

            torch.InitializeDeviceType(DeviceType.CPU);
            _loaded = true;
        }
    }

    private static void LoadOnLinux()
    {
        string folder = Folders().FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "libtorch_cpu.so")))
            ?? throw new DllNotFoundException("no libtorch");
        foreach (string library in (string[])[.. Directory.GetFiles(folder, "libgomp*.so*"), "libc10.so", "libtorch_cpu.so", "libtorch.so"])
        {
            NativeLibrary.Load(Path.Combine(folder, library));
        }

        string binding = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Binding);
        NativeLibrary.Load(Relaxed(File.Exists(binding) ? binding : Path.Combine(AppContext.BaseDirectory, Binding)));
    }

    private static IEnumerable<string> Folders()
        => ((AppContext.GetData(FoldersKey) as string)?.Split('|', StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            .Append(AppContext.BaseDirectory);

    private static string Relaxed(string path)
    {
        if (StandardLibraryCompatibility.InstalledVersions() is not { } offered)
        {
            return path;
        }

        byte[] bytes = File.ReadAllBytes(path);
        var image = new ElfImage(bytes);
        var missing = StandardLibraryCompatibility.FindMissing(image, offered);
        if (missing.Count == 0 || !missing.All(StandardLibraryCompatibility.CanRelax))
        {
            return path;
        }

        foreach (var version in missing)
        {
            StandardLibraryCompatibility.Relax(image, version, offered);
        }

        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "AdaptiveProvider", "native");
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, Binding);
        File.WriteAllBytes(copy + $".{Environment.ProcessId}", bytes);
        File.Move(copy + $".{Environment.ProcessId}", copy, overwrite: true);
        return copy;
    }
}
