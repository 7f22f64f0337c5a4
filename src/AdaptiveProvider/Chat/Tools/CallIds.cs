using System.Security.Cryptography;
using System.Text;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Ids of calls in the shape that a template takes.</summary>
internal static class CallIds
{
    private const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>An id that no other call has.</summary>
    public static string New(ToolCallFormat format)
        => format.IdLength is { } length ? RandomNumberGenerator.GetString(Characters, length) : $"call_{Guid.NewGuid():N}";

    /// <summary>A call's id as the template takes it: the same for the same, whoever gave it.</summary>
    public static string InTemplate(string id, ToolCallFormat format)
    {
        if (format.IdLength is not { } length || (id.Length == length && id.All(char.IsAsciiLetterOrDigit)))
        {
            return id;
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Concat(hash.Take(length).Select(value => Characters[value % Characters.Length]));
    }
}
