using System.Collections.Concurrent;
using System.Text.Json;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Published tokenizers against ids recorded from their own implementations.</summary>
public class ReferenceVectorTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Tokenizer>> Loaded = new();

    [SkippableTheory]
    [InlineData("gpt2")]
    [InlineData("llama2")]
    [InlineData("qwen2")]
    public void Encode_WithoutSpecialTokens_MatchesRecordedIds(string name)
    {
        var tokenizer = Load(name);

        var failures = Cases(name, "without_special_tokens")
            .Where(item => !Ids(item).SequenceEqual(tokenizer.Encode(Text(item), addSpecialTokens: false)))
            .Select(item => $"{item} -> {string.Join(' ', tokenizer.Encode(Text(item), addSpecialTokens: false))}");

        Assert.Empty(failures);
    }

    [SkippableTheory]
    [InlineData("gpt2")]
    [InlineData("llama2")]
    [InlineData("qwen2")]
    public void Encode_WithSpecialTokens_MatchesRecordedIds(string name)
    {
        var tokenizer = Load(name);

        var failures = Cases(name, "transformers_js")
            .Where(item => !Ids(item).SequenceEqual(tokenizer.Encode(Text(item))))
            .Select(item => $"{item} -> {string.Join(' ', tokenizer.Encode(Text(item)))}");

        Assert.Empty(failures);
    }

    [SkippableTheory]
    [InlineData("gpt2")]
    [InlineData("llama2")]
    [InlineData("qwen2")]
    public void Decode_RecordedIds_MatchesRecordedText(string name)
    {
        var tokenizer = Load(name);

        var failures = Cases(name, "transformers_js")
            .Where(item => item.GetProperty("decoded").GetString() != tokenizer.Decode(Ids(item), skipSpecialTokens: false))
            .Select(item => $"{item} -> {tokenizer.Decode(Ids(item), skipSpecialTokens: false)}");

        Assert.Empty(failures);
    }

    [SkippableFact]
    public void Load_StoriesCheckpoint_EncodesAndDecodes()
    {
        var tokenizer = Tokenizer.Load(Require("checkpoints/stories260K"));

        var ids = tokenizer.Encode("Once upon a time");

        Assert.Equal(512, tokenizer.VocabularySize);
        Assert.Equal(tokenizer.FindToken("<s>"), ids[0]);
        Assert.Equal("Once upon a time", tokenizer.Decode(ids));
    }

    private static Tokenizer Load(string name)
        => Loaded.GetOrAdd(name, key => new(() => Tokenizer.Load(Require($"tokenizers/{key}")))).Value;

    private static List<JsonElement> Cases(string name, string group)
    {
        var path = Require("tokenizers/vectors.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var cases = document.RootElement.GetProperty(name).GetProperty(group).EnumerateArray().Select(item => item.Clone()).ToList();
        Assert.NotEmpty(cases);
        return cases;
    }

    private static string Require(string relativePath)
    {
        var path = SharedMaterial.Find(relativePath);
        Skip.If(path is null, $"{relativePath} of the shared material is not beside the repository.");
        return path!;
    }

    private static string Text(JsonElement item) => item.GetProperty("text").GetString()!;

    private static int[] Ids(JsonElement item) => [.. item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
}
