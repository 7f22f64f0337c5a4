using System.Text;
using System.Text.Json.Nodes;

namespace AdaptiveProvider.Testing.Chat;

/// <summary>The files of a tokenizer whose ids are bytes: 0 to 255, then three special tokens. With a ChatML template unless told otherwise.</summary>
public static class ByteTokenizerFiles
{
    /// <summary>The beginning-of-text token, which the tokenizer puts before every prompt.</summary>
    public const int Begin = 256;

    /// <summary>Begins a turn.</summary>
    public const int TurnStart = 257;

    /// <summary>Ends a turn; the end token.</summary>
    public const int TurnEnd = 258;

    public const int VocabularySize = 259;

    public const string ChatMl =
        "{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endfor %}"
        + "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}";

    private static readonly string[] Special = ["<|begin|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>Writes tokenizer.json and tokenizer_config.json.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="chatTemplate">The Jinja source; null writes none.</param>
    /// <param name="eosToken">The end token; null names none.</param>
    public static void Write(string folder, string? chatTemplate = ChatMl, string? eosToken = "<|im_end|>")
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Tokenizer().ToJsonString());
        var config = new JsonObject { ["bos_token"] = Special[0], ["eos_token"] = eosToken };
        if (chatTemplate is not null)
        {
            config["chat_template"] = chatTemplate;
        }

        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString());
    }

    private static JsonObject Tokenizer()
    {
        var vocabulary = new JsonObject();
        for (int value = 0; value < 256; value++)
        {
            vocabulary[ByteCharacter(value)] = value;
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. Special.Select((content, index) => (JsonNode)new JsonObject
            {
                ["id"] = Begin + index,
                ["content"] = content,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = JsonNode.Parse(
                """
                {
                  "type": "TemplateProcessing",
                  "single": [{"SpecialToken": {"id": "<|begin|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                  "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                  "special_tokens": {"<|begin|>": {"id": "<|begin|>", "ids": [256], "tokens": ["<|begin|>"]}}
                }
                """),
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(),
            },
        };
    }

    private static JsonObject ByteLevel() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = true,
        ["use_regex"] = true,
    };

    // GPT-2's alphabet: printable bytes stand for themselves, the others for the characters from 256 on, in order.
    private static string ByteCharacter(int value)
    {
        if (IsPrintable(value))
        {
            return ((char)value).ToString();
        }

        return new Rune(256 + Enumerable.Range(0, value).Count(lower => !IsPrintable(lower))).ToString();
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
