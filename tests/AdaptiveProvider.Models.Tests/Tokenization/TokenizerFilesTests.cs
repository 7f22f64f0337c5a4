using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Finding and reading the files of a tokenizer.</summary>
public class TokenizerFilesTests
{
    [Fact]
    public void Load_FolderOrFile_ReadsTheSameAndTheSettingsBeside()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], TinyTokenizers.ByteLevel("a b").ToJsonString());
        File.WriteAllText(folder["tokenizer_config.json"], """{"eos_token":"<|end|>"}""");

        var (fromFolder, fromFile) = (Tokenizer.Load(folder.Path), Tokenizer.Load(folder["tokenizer.json"]));

        Assert.Equal([256, 'c'], fromFolder.Encode("abc"));
        Assert.Equal([256, 'c'], fromFile.Encode("abc"));
        Assert.Equal("<|end|>", fromFile.EosToken);
    }

    [Fact]
    public void Load_Nothing_SaysWhatToName()
    {
        var error = Assert.Throws<ModelFormatException>(() => Tokenizer.Load("/no/such/folder"));

        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OnlySentencePiece_SaysWhichFileIsNeeded()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.model"], "");

        var error = Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path));

        Assert.Contains("tokenizer.model", error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"\ud800":1},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":2147483647},"merges":[]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"end_of_word_suffix":"</w>"}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"continuing_subword_prefix":"##"}}""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"post_processor":{"type":"BertProcessing","sep":["x",9],"cls":["y",0]}}""")]
    public void Load_MalformedOrUnsupported_IsATypedError(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], json);

        var error = Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path));

        Assert.Equal(folder["tokenizer.json"], error.File);
    }

    [Fact]
    public void Load_SequencesNestedDeeply_IsATypedError()
    {
        using var folder = new TemporaryFolder();
        var nested = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000)) + string.Concat(Enumerable.Repeat("]}", 10_000));
        File.WriteAllText(folder["tokenizer.json"], "{\"normalizer\":" + nested + ",\"model\":{\"vocab\":{},\"merges\":[]}}");

        Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path));
    }
}
