namespace AdaptiveProvider.Testing;

/// <summary>Finds test material that lies beside the repository and is not part of it.</summary>
public static class SharedMaterial
{
    /// <summary>The full path of a file or folder of the material; null where the material is absent.</summary>
    /// <param name="relativePath">For example checkpoints/stories260K.</param>
    public static string? Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "design")))
            {
                string path = Path.Combine(shared, relativePath);
                return Path.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
