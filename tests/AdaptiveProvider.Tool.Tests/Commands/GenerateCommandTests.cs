using System.Text.Json;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class GenerateCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_PromptAsJson_ReportsEverything()
    {
        var json = (await GenerateAsync("--prompt", "hi", "--max-tokens", "6", "--top-logits", "3", "--ignore-eos")).Succeeded().Json;

        Assert.Equal([256, 104, 105], Numbers(json.GetProperty("prompt_ids")));
        int[] output = Numbers(json.GetProperty("output_ids"));
        Assert.Equal(6, output.Length);
        Assert.Equal(Tokenizer.Load(folder.Path).Decode(output), json.GetProperty("text").GetString());
        Assert.Equal("length", json.GetProperty("finish_reason").GetString());
        Assert.All(["load_ms", "queue_ms", "prefill_ms", "decode_ms", "tokens_per_second"], name => Assert.True(json.GetProperty("timings").GetProperty(name).GetDouble() >= 0));
        var top = json.GetProperty("top_logits").EnumerateArray().Select(pair => (Id: pair[0].GetInt32(), Logit: pair[1].GetSingle())).ToList();
        Assert.Equal(3, top.Count);
        Assert.Equal(output[0], top[0].Id);
        Assert.Equal(top.OrderByDescending(pair => pair.Logit), top);
    }

    [Fact]
    public async Task Run_PromptAsText_WritesTheTextOnly()
    {
        var json = (await GenerateAsync("--prompt", "hi", "--max-tokens", "6")).Json;

        var run = (await ToolRun.OfAsync("generate", "--model", folder.Path, "--prompt", "hi", "--max-tokens", "6", "--dtype", "f32")).Succeeded();

        Assert.Equal(json.GetProperty("text").GetString() + "\n", run.Output);
    }

    [Fact]
    public async Task Run_UnknownDevice_ListsTheKnown()
        => (await GenerateAsync("--prompt", "hi", "--device", "gpu")).Failed(ExitCode.Failure, "gpu", "cpu", "cuda");

    [Fact]
    public async Task Run_EmptyPrompt_IsTheBeginningToken()
    {
        var json = (await GenerateAsync("--prompt", "", "--max-tokens", "1")).Succeeded().Json;

        Assert.Equal([256], Numbers(json.GetProperty("prompt_ids")));
    }

    [Fact]
    public async Task Run_PromptLikeAnArgumentFile_IsText()
    {
        var json = (await GenerateAsync("--prompt", "@x", "--max-tokens", "1")).Succeeded().Json;

        Assert.Equal([256, '@', 'x'], Numbers(json.GetProperty("prompt_ids")));
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "hi"}]}""")]
    [InlineData("""[{"role": "user", "content": "hi"}]""")]
    public async Task Run_Chat_WritesTheConversationDownWithTheTemplate(string conversation)
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["chat.json"], conversation);

        var json = (await GenerateAsync("--chat", files["chat.json"], "--max-tokens", "1")).Succeeded().Json;

        Assert.Equal("<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", Tokenizer.Load(folder.Path).Decode(Numbers(json.GetProperty("prompt_ids")), skipSpecialTokens: false));
    }

    [Fact]
    public async Task Run_NoTokenizer_WorksOnIdsAndHasNoText()
    {
        using var files = TinyModels.Write("llama-tied-gqa");

        var run = (await ToolRun.OfAsync("generate", "--model", files.Path, "--token-ids", "1,5,9", "--max-tokens", "4", "--dtype", "f32", "--ignore-eos", "--json")).Succeeded();

        Assert.Equal(4, run.Json.GetProperty("output_ids").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("text").ValueKind);
        (await ToolRun.OfAsync("generate", "--model", files.Path, "--prompt", "x")).Failed(ExitCode.Failure, "tokenizer.json");
        (await ToolRun.OfAsync("generate", "--model", files.Path, "--token-ids", "1", "--stop", "x")).Failed(ExitCode.Failure, "tokenizer");
    }

    [Fact]
    public async Task Run_SameSeed_RepeatsTheReply()
    {
        var first = (await GenerateAsync("--prompt", "hi", "--temperature", "1.5", "--seed", "4", "--max-tokens", "20", "--ignore-eos")).Succeeded().Json;
        var same = (await GenerateAsync("--prompt", "hi", "--temperature", "1.5", "--seed", "4", "--max-tokens", "20", "--ignore-eos")).Json;
        var other = (await GenerateAsync("--prompt", "hi", "--temperature", "1.5", "--seed", "5", "--max-tokens", "20", "--ignore-eos")).Json;

        Assert.Equal(Numbers(first.GetProperty("output_ids")), Numbers(same.GetProperty("output_ids")));
        Assert.NotEqual(Numbers(first.GetProperty("output_ids")), Numbers(other.GetProperty("output_ids")));
    }

    [Fact]
    public async Task Run_EndTokenFirst_StillReportsTopLogits()
    {
        using var files = new TinyChatFolder();
        int first = Numbers((await GenerateAsync("--token-ids", "1,2", "--max-tokens", "1", "--ignore-eos")).Json.GetProperty("output_ids"))[0];
        File.WriteAllText(Path.Combine(files.Path, "generation_config.json"), $$"""{"eos_token_id": {{first}}}""");

        var json = (await ToolRun.OfAsync("generate", "--model", files.Path, "--token-ids", "1,2", "--dtype", "f32", "--top-logits", "2", "--json")).Succeeded().Json;

        Assert.Empty(json.GetProperty("output_ids").EnumerateArray());
        Assert.Equal("stop", json.GetProperty("finish_reason").GetString());
        Assert.Equal(first, json.GetProperty("top_logits")[0][0].GetInt32());
    }

    [Fact]
    public async Task Run_ExitLayer_LeavesThere()
    {
        var json = (await GenerateAsync("--prompt", "hi", "--max-tokens", "4", "--exit-layer", "2", "--ignore-eos")).Succeeded().Json;

        Assert.Equal(8, json.GetProperty("timings").GetProperty("layers_executed").GetInt32());
        Assert.Equal(16, json.GetProperty("timings").GetProperty("layers_total").GetInt32());
        (await ToolRun.OfAsync("generate", "--model", folder.Path, "--prompt", "x", "--exit-layer", "9")).Failed(ExitCode.Failure, "1, 2, 3, 4");
    }

    [Theory]
    [InlineData("999", "999")]
    [InlineData("", "at least one token")]
    public async Task Run_BadTokenIds_Fails(string ids, string word)
        => (await ToolRun.OfAsync("generate", "--model", folder.Path, "--token-ids", ids)).Failed(ExitCode.Failure, word);

    [Fact]
    public async Task Run_PromptLongerThanTheContext_FailsWithCounts()
        => (await ToolRun.OfAsync("generate", "--model", folder.Path, "--prompt", new string('x', 600))).Failed(ExitCode.Failure, "601", "512");

    [Theory]
    [InlineData("""{"messages": []}""")]
    [InlineData("{}")]
    [InlineData("7")]
    public async Task Run_ChatWithoutMessages_FailsNamingTheFile(string conversation)
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["chat.json"], conversation);

        (await ToolRun.OfAsync("generate", "--model", folder.Path, "--chat", files["chat.json"])).Failed(ExitCode.Failure, "chat.json");
    }

    [SkippableFact]
    public async Task Run_Stories_GivesTheGoldenTokensAndLogits()
    {
        string? model = SharedMaterial.Find("checkpoints/stories260K");
        Skip.If(model is null, "The shared test material is not on this machine.");
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "golden.json"))).RootElement;
        string ids = string.Join(',', Numbers(golden.GetProperty("prompt_ids")));

        var json = (await ToolRun.OfAsync("generate", "--model", model, "--token-ids", ids, "--max-tokens", "200", "--temperature", "0", "--dtype", "f32", "--top-logits", "10", "--json")).Succeeded().Json;

        Assert.Equal(Numbers(golden.GetProperty("greedy_ids")), Numbers(json.GetProperty("output_ids")));
        var expected = golden.GetProperty("logits_last_top10").EnumerateArray().ToList();
        foreach (var (pair, index) in json.GetProperty("top_logits").EnumerateArray().Select((pair, index) => (pair, index)))
        {
            Assert.Equal(expected[index][0].GetInt32(), pair[0].GetInt32());
            Assert.Equal(expected[index][1].GetDouble(), pair[1].GetDouble(), 1e-4);
        }
    }

    [SkippableFact]
    public async Task Run_StoriesEmptyPrompt_TellsTheGoldenStory()
    {
        string? model = SharedMaterial.Find("checkpoints/stories260K");
        Skip.If(model is null, "The shared test material is not on this machine.");
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(model, "golden.json"))).RootElement;

        var json = (await ToolRun.OfAsync("generate", "--model", model, "--prompt", "", "--max-tokens", "200", "--dtype", "f32", "--json")).Succeeded().Json;

        Assert.StartsWith(json.GetProperty("text").GetString()!, golden.GetProperty("text_from_empty_prompt_temperature_0").GetString(), StringComparison.Ordinal);
    }

    private Task<ToolRun> GenerateAsync(params string[] arguments)
        => ToolRun.OfAsync(["generate", "--model", folder.Path, "--dtype", "f32", "--json", .. arguments]);

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
