using System.Text.RegularExpressions;

namespace AdaptiveProvider.Downloads;

/// <summary>The names that may become parts of addresses and paths. Whatever could lead out of the cache is refused.</summary>
internal static partial class HubNames
{
    /// <summary>Refuses a name that is not <c>model</c> or <c>organisation/model</c>.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void RequireRepository(string repository)
    {
        if (!Repository().IsMatch(repository) || repository.Contains("--", StringComparison.Ordinal) || repository.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{repository}' is no repository; expected organisation/model in letters, digits, '-', '_' and '.'.", nameof(repository));
        }
    }

    /// <summary>Refuses a name that is no branch, tag or commit.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void RequireRevision(string revision)
    {
        if (!Revision().IsMatch(revision) || revision.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{revision}' is no revision; expected a branch, a tag or a commit.", nameof(revision));
        }
    }

    /// <summary>True for a full commit, which never changes.</summary>
    public static bool IsCommit(string revision) => Commit().IsMatch(revision);

    /// <summary>True for the SHA-256 of a content, in lower case.</summary>
    public static bool IsSha256(string tag) => Sha256().IsMatch(tag);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}){0,7}\z")]
    private static partial Regex Revision();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
