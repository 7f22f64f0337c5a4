namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class DoctorCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_AsJson_MeasuresTheMachine()
    {
        var json = (await ToolRun.OfAsync("doctor", "--threads", "1", "--json")).Succeeded().Json;

        Assert.Equal(Environment.ProcessorCount, json.GetProperty("cores").GetInt32());
        Assert.Equal(1, json.GetProperty("threads").GetInt32());
        Assert.InRange(json.GetProperty("bandwidth_bytes_per_second").GetDouble(), 1e8, 1e13);
        Assert.NotEmpty(json.GetProperty("kernels").GetString()!);
        Assert.False(json.TryGetProperty("model", out _));
    }

    // Whatever is on the machine: either libtorch and its devices, or what is wrong and what to do.
    [Fact]
    public async Task Run_AsJson_TellsOfLibtorch()
    {
        var torch = (await ToolRun.OfAsync("doctor", "--threads", "1", "--json")).Succeeded().Json.GetProperty("torch");

        Assert.NotEqual(0, torch.GetProperty("tried").GetArrayLength());
        if (torch.GetProperty("loaded").GetBoolean())
        {
            Assert.Contains("cpu", torch.GetProperty("devices").EnumerateArray().Select(device => device.GetString()));
        }
        else
        {
            Assert.NotEmpty(torch.GetProperty("problem").GetString()!);
            Assert.NotEmpty(torch.GetProperty("remedy").GetString()!);
        }
    }

    [Fact]
    public async Task Run_Model_ListsWhatIsFoundAndMissing()
    {
        using var files = new TinyChatFolder();
        File.Delete(Path.Combine(files.Path, "generation_config.json"));

        var json = (await ToolRun.OfAsync("doctor", "--threads", "1", "--model", files.Path, "--json")).Succeeded().Json.GetProperty("model");
        var text = (await ToolRun.OfAsync("doctor", "--threads", "1", "--model", folder.Path)).Succeeded();

        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json", "chat template"], json.GetProperty("found").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(["generation_config.json"], json.GetProperty("missing").EnumerateArray().Select(part => part.GetString()));
        Assert.DoesNotContain("Missing", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokenTemplate_IsNamedAsAProblem()
    {
        using var files = new TinyChatFolder();
        File.WriteAllText(Path.Combine(files.Path, "chat_template.jinja"), "{% if %}");

        var run = await ToolRun.OfAsync("doctor", "--threads", "1", "--model", files.Path, "--json");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("chat_template.jinja", Assert.Single(run.Json.GetProperty("model").GetProperty("problems").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingFolder_Fails()
        => (await ToolRun.OfAsync("doctor", "--threads", "1", "--model", "no-such-folder")).Failed(ExitCode.Failure, "no-such-folder");
}
