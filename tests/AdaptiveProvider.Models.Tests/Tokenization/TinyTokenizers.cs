using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Small tokenizer definitions of both families, to be changed by a test before they are built.</summary>
internal static class TinyTokenizers
{
    /// <summary>A GPT-2 alphabet of 256 byte tokens with their byte as id, then the results of the merges, then &lt;|end|&gt; as a special token.</summary>
    public static JsonObject ByteLevel(params string[] merges)
    {
        var vocabulary = new JsonObject();
        for (var value = 0; value < 256; value++)
        {
            vocabulary[ByteAlphabet.ToCharacter((byte)value).ToString()] = value;
        }

        AddMerges(vocabulary, merges);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(Added("<|end|>", vocabulary.Count, special: true)),
            ["normalizer"] = null,
            ["pre_tokenizer"] = Parse("""{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}"""),
            ["post_processor"] = null,
            ["decoder"] = Parse("""{"type":"ByteLevel"}"""),
            ["model"] = Model(vocabulary, merges),
        };
    }

    /// <summary>Llama-2's shape: &lt;unk&gt; 0, &lt;s&gt; 1, &lt;/s&gt; 2, the bytes at 3 to 258, then ▁ a b c d e h l o w r, then the results of the merges.</summary>
    public static JsonObject ByteFallback(params string[] merges)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (var value = 0; value < 256; value++)
        {
            vocabulary[$"<0x{value:X2}>"] = value + 3;
        }

        foreach (var letter in "▁abcdehlowr")
        {
            vocabulary[letter.ToString()] = vocabulary.Count;
        }

        AddMerges(vocabulary, merges);
        var model = Model(vocabulary, merges);
        (model["unk_token"], model["fuse_unk"], model["byte_fallback"]) = ("<unk>", true, true);
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(Added("<unk>", 0, special: true), Added("<s>", 1, special: true), Added("</s>", 2, special: true)),
            ["normalizer"] = Parse("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""),
            ["pre_tokenizer"] = null,
            ["post_processor"] = Parse("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]}}}"""),
            ["decoder"] = Parse("""{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}"""),
            ["model"] = model,
        };
    }

    public static JsonObject Added(
        string content, int id, bool special = false, bool normalized = false, bool leftStrip = false, bool rightStrip = false, bool singleWord = false)
        => new()
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = singleWord,
            ["lstrip"] = leftStrip,
            ["rstrip"] = rightStrip,
            ["normalized"] = normalized,
            ["special"] = special,
        };

    /// <summary>The definition with one more added token.</summary>
    public static JsonObject With(this JsonObject definition, JsonObject addedToken)
    {
        definition["added_tokens"]!.AsArray().Add(addedToken);
        return definition;
    }

    /// <summary>The definition with one of its components replaced.</summary>
    public static JsonObject With(this JsonObject definition, string component, string json)
    {
        definition[component] = Parse(json);
        return definition;
    }

    public static Tokenizer Build(this JsonObject definition, string? settings = null, int? modelRows = null)
    {
        using var document = JsonDocument.Parse(definition.ToJsonString());
        using var settingsDocument = settings is null ? null : JsonDocument.Parse(settings);
        return TokenizerBuilder.Build(
            new JsonField("tokenizer.json", "", document.RootElement),
            settingsDocument is null ? null : new JsonField("tokenizer_config.json", "", settingsDocument.RootElement),
            modelRows);
    }

    public static JsonField Field(string json, string path = "")
        => new("tokenizer.json", path, JsonDocument.Parse(json).RootElement);

    private static JsonObject Model(JsonObject vocabulary, string[] merges) => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = null,
        ["vocab"] = vocabulary,
        ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)merge)]),
    };

    private static void AddMerges(JsonObject vocabulary, string[] merges)
    {
        foreach (var merge in merges)
        {
            vocabulary.TryAdd(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);
        }
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
