using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Downloads;

/// <summary>A repository in a cache of Hugging Face's layout: contents in blobs, commits as folders of links in snapshots, branches in refs.</summary>
internal sealed class HubCache(string cacheFolder, string repository)
{
    private const string RootPrefix = "models--", SnapshotsName = "snapshots";

    private readonly string _root = Path.Combine(cacheFolder, $"{RootPrefix}{repository.Replace("/", "--", StringComparison.Ordinal)}");

    public string Blobs => Path.Combine(_root, "blobs");

    /// <summary>The folder of a commit, or of a revision where the server names no commits.</summary>
    public string Snapshot(string commit) => Path.Combine(_root, SnapshotsName, commit.Replace("/", "--", StringComparison.Ordinal));

    /// <summary>The folder of a revision that is complete; null where there is none.</summary>
    public string? FindComplete(string revision)
    {
        string folder = Snapshot(HubNames.IsCommit(revision) ? revision : ReadReference(revision) ?? revision);
        return IsComplete(folder) ? folder : null;
    }

    /// <summary>Notes what a branch stands for.</summary>
    public void WriteReference(string revision, string commit)
    {
        string path = ReferencePath(revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(temporary, commit);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Puts a blob into a snapshot: as a link, or, where the system gives none, as the file itself.</summary>
    public static void Link(string snapshot, string file, string blob)
    {
        Directory.CreateDirectory(snapshot);
        string path = Path.Combine(snapshot, file);
        string temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.CreateSymbolicLink(temporary, Path.GetRelativePath(snapshot, blob));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            File.Delete(temporary);
            File.Move(blob, path, overwrite: true);
        }
    }

    /// <summary>The repository whose snapshot a folder is; null where it is none.</summary>
    public static string? RepositoryOf(string folder)
    {
        var snapshots = Directory.GetParent(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return snapshots is { Name: SnapshotsName, Parent.Name: { } root } && root.StartsWith(RootPrefix, StringComparison.Ordinal)
            ? root[RootPrefix.Length..].Replace("--", "/", StringComparison.Ordinal)
            : null;
    }

    /// <summary>True for a file, and for a link that leads to one.</summary>
    public static bool IsThere(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.LinkTarget is null || file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true });
    }

    // The commit that a branch stood for when it was downloaded.
    private string? ReadReference(string revision)
    {
        string path = ReferencePath(revision);
        string? commit = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        return commit is not null && HubNames.IsCommit(commit) ? commit : null;
    }

    private static bool IsComplete(string folder)
    {
        if (!IsThere(Path.Combine(folder, ModelFiles.Configuration)))
        {
            return false;
        }

        string index = Path.Combine(folder, ModelFiles.ShardIndex);
        try
        {
            return IsThere(Path.Combine(folder, ModelFiles.Weights))
                || (IsThere(index) && ShardIndex.Read(index).Values.All(shard => IsThere(Path.Combine(folder, shard))));
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private string ReferencePath(string revision) => Path.Combine(_root, "refs", Path.Combine(revision.Split('/')));
}
