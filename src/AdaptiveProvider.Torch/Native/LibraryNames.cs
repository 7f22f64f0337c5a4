using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>How this system names native libraries and folders for them.</summary>
internal static class LibraryNames
{
    /// <summary>TorchSharp's own library, by the name its imports use.</summary>
    public const string BindingImport = "LibTorchSharp";

    /// <summary>TorchSharp's own library.</summary>
    public static string Binding { get; } = File(BindingImport);

    /// <summary>The library by which a folder with libtorch is known.</summary>
    public static string TorchCpu { get; } = File("torch_cpu");

    /// <summary>The library by which a libtorch with CUDA is known.</summary>
    public static string TorchCuda { get; } = File("torch_cuda");

    /// <summary>The folder of this system's native files in packages and applications: linux-x64, win-x64, osx-arm64.</summary>
    public static string RuntimeIdentifier { get; } =
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-") + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64");

    /// <summary>A library's file name.</summary>
    public static string File(string name) => OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
