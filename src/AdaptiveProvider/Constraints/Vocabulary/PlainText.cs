using System.Buffers;
using System.Text;

namespace AdaptiveProvider.Constraints.Vocabulary;

/// <summary>Tells tokens that stand in any JSON string as they are: whole characters, none of them escaped.</summary>
internal static class PlainText
{
    /// <summary>Tokens of more characters are not treated as plain: there are few, and each length needs a mask.</summary>
    public const int CharactersMax = 32;

    /// <summary>The characters of such a token; null for any other.</summary>
    public static int? Characters(ReadOnlySpan<byte> token)
    {
        int count = 0;
        while (!token.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(token, out var rune, out int length) != OperationStatus.Done || rune.Value < 0x20 || rune.Value is '"' or '\\')
            {
                return null;
            }

            count++;
            token = token[length..];
        }

        return count is > 0 and <= CharactersMax ? count : null;
    }
}
