namespace AdaptiveProvider.Torch.Native;

/// <summary>The shared libraries in this process (Linux: /proc/self/maps).</summary>
internal static class LoadedLibraries
{
    /// <summary>The path of the first loaded library whose file name begins with this; null where there is none or the system does not tell.</summary>
    public static string? Find(string namePrefix)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        return File.ReadLines("/proc/self/maps")
            .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? line[at..] : "")
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(namePrefix, StringComparison.Ordinal));
    }
}
