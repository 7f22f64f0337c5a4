namespace AdaptiveProvider.Training.Recipes;

/// <summary>Copies a run's folder, so that another run goes on from the same step.</summary>
internal static class RunCopy
{
    /// <summary>Copies checkpoints and curve; an older copy is replaced, and the copy appears only when it is complete.</summary>
    /// <exception cref="TrainingException">The disk is full or the folder not writable.</exception>
    public static void Copy(string source, string target)
    {
        string partial = target + ".partial";
        try
        {
            foreach (string old in (string[])[partial, target])
            {
                if (Directory.Exists(old))
                {
                    Directory.Delete(old, recursive: true);
                }
            }

            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(partial, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            Directory.Move(partial, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{source} cannot be copied to {target}: {error.Message} Free space on the disk and run again.", error);
        }
    }
}
