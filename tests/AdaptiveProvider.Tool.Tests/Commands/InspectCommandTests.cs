using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class InspectCommandTests
{
    [Fact]
    public async Task Run_AsJson_CountsParametersMemoryAndExits()
    {
        using var files = TinyModels.Write(new TinyModel { Name = "counted", TiedHead = true });
        const int vocabulary = 96, hidden = 32, intermediate = 48, keys = 16;
        const int layer = (2 * hidden * hidden) + (2 * keys * hidden) + (3 * intermediate * hidden) + (2 * hidden);
        const int parameters = (vocabulary * hidden) + (4 * layer) + hidden;

        var json = (await ToolRun.OfAsync("inspect", "--model", files.Path, "--json")).Succeeded().Json;

        Assert.Equal("LlamaForCausalLM", json.GetProperty("architecture").GetString());
        Assert.Equal(parameters, json.GetProperty("parameters").GetInt32());
        Assert.Equal(4 * parameters, json.GetProperty("memory_bytes").GetProperty("f32").GetInt32());
        Assert.InRange(json.GetProperty("memory_bytes").GetProperty("int8").GetInt32(), parameters, 1.2 * parameters);
        Assert.Equal(2 * 4 * keys * 4, json.GetProperty("kv_bytes_per_token").GetProperty("f32").GetInt32());
        Assert.Equal([1, 2, 3, 4], json.GetProperty("exits").EnumerateArray().Select(exit => exit.GetInt32()));
        Assert.Equal(4, json.GetProperty("stages").GetArrayLength());
        Assert.False(json.GetProperty("tokenizer").GetBoolean());
        Assert.False(json.GetProperty("chat_template").GetBoolean());
    }

    [Fact]
    public async Task Run_AsText_NamesTheFacts()
    {
        using var files = TinyModels.Write("qwen3-norms");

        var run = (await ToolRun.OfAsync("inspect", "--model", files.Path)).Succeeded();

        Assert.All(["Qwen3ForCausalLM", "Parameters", "Exits", "Cache per token", "a base model"], word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BrokenConfiguration_FailsNamingFileAndField()
    {
        using var files = TinyModels.Write("llama-tied-gqa");
        File.WriteAllText(files["config.json"], """{"architectures": ["MambaForCausalLM"]}""");

        (await ToolRun.OfAsync("inspect", "--model", files.Path)).Failed(ExitCode.Failure, "config.json", "MambaForCausalLM");
    }
}
