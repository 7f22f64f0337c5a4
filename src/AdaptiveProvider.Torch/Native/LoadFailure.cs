namespace AdaptiveProvider.Torch.Native;

/// <summary>Finds the system's own reason in .NET's message about a library that does not load.</summary>
internal static class LoadFailure
{
    private static readonly string[] Signs = ["cannot open shared object", "undefined symbol", "version `", "no version information", "Symbol not found", "image not found", "wrong ELF class", "invalid ELF header", "file too short"];

    /// <summary>The line that names the missing file, symbol or version; the first line where there is none.</summary>
    public static string Reason(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Find(lines, line => Signs.Any(sign => line.Contains(sign, StringComparison.Ordinal))) ?? (lines.Length == 0 ? message : lines[0]);
    }
}
