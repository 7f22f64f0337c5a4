using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>A tokenizer of all bytes, an end token, and tokens of several bytes that cross every border of JSON.</summary>
internal static class TestVocabulary
{
    public const int End = ByteTokenizerFiles.TurnEnd;

    private static readonly string[] Words =
    [
        "{\"", "\":", "\": ", "\": \"", "\",\"", "\", \"", "\"}", "}}", "]}", "[[", "[\"", "\"]", "],", "null", "true", "fal", "se", "0.", "12", "00", "-1", "e+", ", ", ": ", "},{", "a\"", "\\\"", "\\u00", "\\n", "\\",
        "name", "kind", "value", "ab", "abc", " the", "é", "日本", "🙂", "x,y", "aaaaaaaaaaaaaaaa", "  ", "\n", "2024-", "T12:", "Z", "@", "://", "::",
    ];

    public static Tokenizer Tokenizer { get; } = Load();

    public static int Size => Tokenizer.VocabularySize;

    public static JsonConstraints Constraints { get; } = new(Tokenizer, Size, [End]);

    public static JsonConstraints Compact { get; } = new(Tokenizer, Size, [End], new JsonConstraintOptions { AllowsSpaces = false });

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    public static ITokenConstraint Of(string schema) => Constraints.FromSchema(Parse(schema));

    public static bool Allows(this ITokenConstraint constraint, int token) => (constraint.AllowedTokens.Span[token / 32] >> (token % 32) & 1) == 1;

    /// <summary>All tokens allowed.</summary>
    public static List<int> Allowed(this ITokenConstraint constraint) => [.. Enumerable.Range(0, Size).Where(constraint.Allows)];

    /// <summary>Whether a text, byte by byte, is a whole reply.</summary>
    public static bool Accepts(this ITokenConstraint constraint, string text)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (constraint.ImpliedToken is null && !constraint.Allows(value))
            {
                return false;
            }

            var next = constraint.AfterByte(value);
            if (next is null)
            {
                return false;
            }

            constraint = next;
        }

        return constraint.IsComplete || constraint.Allows(End);
    }

    /// <summary>The bytes of a token.</summary>
    public static byte[] Bytes(int token) => Tokenizer.GetTokenBytes(token).ToArray();

    private static Tokenizer Load()
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        string path = Path.Combine(folder.Path, "tokenizer.json");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        var vocabulary = json["model"]!["vocab"]!.AsObject();
        var bytes = vocabulary.ToDictionary(entry => (byte)entry.Value!.GetValue<int>(), entry => entry.Key);
        int id = ByteTokenizerFiles.VocabularySize;
        foreach (byte[] word in Words.Select(Encoding.UTF8.GetBytes).Append([0xF0, 0x9F]).Append([0x82, (byte)'"']).Append([(byte)'"', 0xC3]))
        {
            vocabulary.TryAdd(string.Concat(word.Select(value => bytes[value])), id++);
        }

        File.WriteAllText(path, json.ToJsonString());
        return Tokenizer.Load(folder.Path);
    }
}
