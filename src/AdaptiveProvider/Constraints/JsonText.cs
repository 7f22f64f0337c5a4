using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AdaptiveProvider.Constraints;

/// <summary>The one way in which constraints write JSON: no white space, and only what must be escaped is.</summary>
internal static class JsonText
{
    /// <summary>The characters that must be escaped in a string.</summary>
    public static IReadOnlyList<char> Escaped { get; } = [.. Enumerable.Range(0, 0x20).Select(value => (char)value), '"', '\\'];

    /// <summary>The code points that need not be.</summary>
    public static IReadOnlyList<(int First, int Last)> Unescaped { get; } = [(0x20, '!'), ('#', '['), (']', 0x10FFFF)];

    /// <summary>An escaped character's spelling.</summary>
    public static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };

    /// <summary>A string with its quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char character in text)
        {
            quoted = character is < ' ' or '"' or '\\' ? quoted.Append(Escape(character)) : quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A value; numbers as they were written.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Select(member => Quote(member.Name) + ":" + Of(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Of)) + "]",
        JsonValueKind.String => Quote(value.GetString()!),
        _ => value.GetRawText(),
    };
}
