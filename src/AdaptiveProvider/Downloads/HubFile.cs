using System.Security.Cryptography;
using System.Text;

namespace AdaptiveProvider.Downloads;

/// <summary>What the server says about a file before it is received. All of it is untrusted.</summary>
/// <param name="Name">The file's name in the repository.</param>
/// <param name="Revision">The revision to ask for: the commit, where the server names it.</param>
/// <param name="Size">Bytes; null where unknown.</param>
/// <param name="Tag">The entity tag, without quotes; null where there is none.</param>
/// <param name="Commit">The commit; null where the server names none.</param>
internal sealed record HubFile(string Name, string Revision, long? Size, string? Tag, string? Commit)
{
    /// <summary>The content's SHA-256, as the tag of large files is; null where the tag is something else.</summary>
    public string? Sha256 => Tag is { } tag && HubNames.IsSha256(tag) ? tag : null;

    /// <summary>The blob's name where the tag is a hash of the content, as Hugging Face's tools name it; null where the content must be hashed.</summary>
    public string? BlobName => Tag is { } tag && (HubNames.IsSha256(tag) || HubNames.IsCommit(tag)) ? tag : null;

    /// <summary>True when a half of it is sure to be a half of the same content.</summary>
    public bool CanResume => Tag is not null || Commit is not null;

    /// <summary>The name of what has been received so far. Another content has another name, so that halves of different files never meet.</summary>
    public string PartialName => $"{BlobName ?? $"partial-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{Revision}\n{Tag}\n{Size}")))}"}.incomplete";
}
