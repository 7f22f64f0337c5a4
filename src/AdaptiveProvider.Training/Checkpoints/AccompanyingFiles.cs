using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>What a new model takes over from the folder of another: tokenizer, chat template, generation defaults, special tokens, licence.</summary>
internal static class AccompanyingFiles
{
    private static readonly string[] Names =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model", "vocab.json", "merges.txt",
        "chat_template.jinja", "chat_template.json", "generation_config.json", "LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE", "NOTICE.txt",
    ];

    private static readonly string[] TokenFields = ["bos_token_id", "eos_token_id", "pad_token_id"];

    /// <summary>Copies the files that are there; others of their names are replaced.</summary>
    public static void Copy(string source, string target)
    {
        foreach (string name in Names.Where(name => File.Exists(Path.Combine(source, name))))
        {
            File.Copy(Path.Combine(source, name), Path.Combine(target, name), overwrite: true);
        }
    }

    /// <summary>Takes the special tokens of a folder's config.json over into another; nothing where there is no such file.</summary>
    public static void CopyTokens(string source, JsonObject config)
    {
        string path = Path.Combine(source, "config.json");
        if (!File.Exists(path))
        {
            return;
        }

        using var fields = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (string name in TokenFields)
        {
            if (fields.RootElement.TryGetProperty(name, out var value))
            {
                config[name] = JsonNode.Parse(value.GetRawText());
            }
        }
    }
}
