namespace AdaptiveProvider.Training.Data;

/// <summary>Writes files that appear under their name only when they are complete.</summary>
internal static class CompleteFile
{
    /// <summary>Creates or replaces a file, and the folder where it is missing.</summary>
    /// <exception cref="CorpusException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var partialPath = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(partialPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partialPath, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete(partialPath);
            throw new CorpusException(path, null, $"cannot be written: {e.Message} Free space on the disk or name another folder.", e);
        }
        catch
        {
            Delete(partialPath);
            throw;
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here says more.
        }
    }
}
