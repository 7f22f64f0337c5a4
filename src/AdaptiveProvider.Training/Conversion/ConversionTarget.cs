namespace AdaptiveProvider.Training.Conversion;

/// <summary>The folder that a conversion makes: it appears under its name only when it is complete.</summary>
internal sealed class ConversionTarget : IDisposable
{
    private readonly string _path;
    private bool _isComplete;

    /// <summary>Makes room beside the target.</summary>
    /// <param name="source">The original's folder.</param>
    /// <param name="path">The folder to make.</param>
    /// <param name="bytes">How much it will hold.</param>
    /// <exception cref="ConversionException">The target exists, lies inside the source, cannot be written, or there is too little space.</exception>
    public ConversionTarget(string source, string path, long bytes)
    {
        _path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (System.IO.Path.Exists(_path))
        {
            throw new ConversionException($"{_path} exists. Name a folder that does not, or delete it first.");
        }

        if (IsInside(Resolve(source), Resolve(_path)))
        {
            throw new ConversionException($"{_path} lies inside the original, {source}. Name a folder outside of it.");
        }

        Partial = $"{_path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Partial);
            RequireSpace(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(failure);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where to write until then.</summary>
    public string Partial { get; }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="IOException">Somebody else made it meanwhile.</exception>
    public void Complete()
    {
        Directory.Move(Partial, _path);
        _isComplete = true;
    }

    /// <summary>The error for a target that cannot be written.</summary>
    public ConversionException Unwritable(Exception failure)
        => new($"{_path} cannot be written: {failure.Message} Free space on the disk or name another folder.", failure);

    /// <summary>Removes what is not complete.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isComplete && Directory.Exists(Partial))
            {
                Directory.Delete(Partial, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here says more, and what cannot be deleted does no harm.
        }
    }

    private void RequireSpace(long bytes)
    {
        string place = OperatingSystem.IsWindows() ? System.IO.Path.GetPathRoot(Partial)! : Partial;
        long free = new DriveInfo(place).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new ConversionException($"{_path} needs {bytes >> 20} MiB, but {free >> 20} MiB are free. Free space on the disk, name another folder, or choose a lower LoraRank.");
        }
    }

    private static bool IsInside(string folder, string path)
    {
        var comparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return $"{path}{System.IO.Path.DirectorySeparatorChar}".StartsWith($"{folder}{System.IO.Path.DirectorySeparatorChar}", comparison);
    }

    // Links are followed, so that a second name of the original is recognised.
    private static string Resolve(string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        string? parent = System.IO.Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string resolved = System.IO.Path.Combine(Resolve(parent), System.IO.Path.GetFileName(full));
        return Directory.Exists(resolved) && Directory.ResolveLinkTarget(resolved, returnFinalTarget: true) is { } target ? Resolve(target.FullName) : resolved;
    }
}
