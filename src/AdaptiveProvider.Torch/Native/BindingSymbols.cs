using System.Runtime.InteropServices;

namespace AdaptiveProvider.Torch.Native;

/// <summary>Checks that a libtorch has every function that TorchSharp's library calls.</summary>
internal static class BindingSymbols
{
    private const int NamedMax = 5;

    /// <summary>Looks every undefined symbol up in the loaded libtorch.</summary>
    /// <remarks>NOTE: functions are bound at their first call, and one that is missing then ends the process.</remarks>
    /// <exception cref="TorchRuntimeException">Some are missing; the message names the first.</exception>
    public static void RequireAll(string binding, nint torch, IEnumerable<string> tried)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string[] missing = [.. Missing(new ElfImage(File.ReadAllBytes(binding)), name => NativeLibrary.TryGetExport(torch, name, out _))];
        if (missing.Length > 0)
        {
            throw new TorchRuntimeException(
                $"this libtorch lacks {missing.Length} functions that TorchSharp calls: {string.Join(", ", missing.Take(NamedMax))}{(missing.Length > NamedMax ? ", ..." : "")}.",
                $"Use a libtorch of version {TorchRuntimeReport.BuiltFor}, or one near it.", tried);
        }
    }

    /// <summary>Symbols that are needed and not there.</summary>
    public static IEnumerable<string> Missing(ElfImage image, Func<string, bool> exists)
        => image.UndefinedSymbols().Where(symbol => !symbol.IsWeak && symbol.Name.Length > 0 && !exists(symbol.Name)).Select(symbol => symbol.Name);
}
