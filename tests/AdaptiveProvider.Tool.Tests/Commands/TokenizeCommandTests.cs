using System.Text;
using System.Text.Json;
using AdaptiveProvider.Testing;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TokenizeCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_Text_WritesIdsWithSpecialTokens()
        => Assert.Equal("256 104 105 10\n", (await ToolRun.WithInputAsync("hi\n", "tokenize", "--model", folder.Path)).Succeeded().Output);

    [Fact]
    public async Task Run_NoSpecialAsJson_WritesIdsOnly()
    {
        var run = (await ToolRun.WithInputAsync("é", "tokenize", "--model", folder.Path, "--no-special", "--json")).Succeeded();

        Assert.Equal("""{"ids":[195,169]}""" + "\n", run.Output);
    }

    [Fact]
    public async Task Run_ByteOrderMark_IsText()
    {
        byte[] input = [0xEF, 0xBB, 0xBF, (byte)'a'];

        Assert.Equal("239 187 191 97\n", (await ToolRun.WithInputAsync(input, "tokenize", "--model", folder.Path, "--no-special")).Succeeded().Output);
    }

    [Theory]
    [InlineData("[256, 104,105, 10]")]
    [InlineData("256,104,105,10")]
    [InlineData("256 104\n105\t10\n")]
    public async Task Run_Decode_WritesTheTextExactly(string ids)
    {
        Assert.Equal("<|begin|>hi\n", (await ToolRun.WithInputAsync(ids, "tokenize", "--model", folder.Path, "--decode")).Succeeded().Output);
        Assert.Equal("hi\n", (await ToolRun.WithInputAsync(ids, "tokenize", "--model", folder.Path, "--decode", "--no-special")).Succeeded().Output);
    }

    [Fact]
    public async Task Run_DecodeAsJson_WritesTheText()
        => Assert.Equal("hi\n", (await ToolRun.WithInputAsync("104 105 10", "tokenize", "--model", folder.Path, "--decode", "--json")).Succeeded().Json.GetProperty("text").GetString());

    [Fact]
    public async Task Run_NotUtf8_FailsNamingTheByte()
        => (await ToolRun.WithInputAsync([(byte)'a', 0xFF], "tokenize", "--model", folder.Path)).Failed(ExitCode.Failure, "UTF-8", "byte 1");

    [Theory]
    [InlineData("1, x", "'x'")]
    [InlineData("-1", "'-1'")]
    [InlineData("99999999999", "'99999999999'")]
    public async Task Run_DecodeNonsense_FailsNamingThePart(string ids, string word)
        => (await ToolRun.WithInputAsync(ids, "tokenize", "--model", folder.Path, "--decode")).Failed(ExitCode.Usage, word);

    [SkippableTheory]
    [InlineData("gpt2")]
    [InlineData("llama2")]
    [InlineData("qwen2")]
    public async Task Run_RecordedVectors_GivesTheirIds(string name)
    {
        string? vectors = SharedMaterial.Find("tokenizers/vectors.json");
        Skip.If(vectors is null, "The shared test material is not on this machine.");
        string model = SharedMaterial.Find($"tokenizers/{name}")!;
        var recorded = JsonDocument.Parse(File.ReadAllText(vectors)).RootElement.GetProperty(name);

        foreach (var vector in recorded.GetProperty("without_special_tokens").EnumerateArray().Take(2))
        {
            var run = (await ToolRun.WithInputAsync(vector.GetProperty("text").GetString()!, "tokenize", "--model", model, "--no-special", "--json")).Succeeded();
            Assert.Equal(Numbers(vector.GetProperty("ids")), Numbers(run.Json.GetProperty("ids")));
        }

        foreach (var vector in recorded.GetProperty("transformers_js").EnumerateArray().Take(2))
        {
            var run = (await ToolRun.WithInputAsync(Encoding.UTF8.GetBytes(string.Join(' ', Numbers(vector.GetProperty("ids")))), "tokenize", "--model", model, "--decode")).Succeeded();
            Assert.Equal(vector.GetProperty("decoded").GetString(), run.Output);
        }
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
