using System.Text.Json;
using AdaptiveProvider.DefaultModel;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests.Commands;

/// <summary>The depth options on the command line, on the model that comes with the tool and on a small unshared one.</summary>
public sealed class DepthArgumentsTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Generate_DepthBudget_HoldsItAndReportsEveryToken()
    {
        var json = (await DefaultModelAsync("--depth-budget", "0.6")).Succeeded().Json;

        int[] layers = Numbers(json, "exit_layers");
        var usage = json.GetProperty("usage");
        Assert.Equal(json.GetProperty("output_ids").GetArrayLength(), layers.Length);
        Assert.Equal(layers.Sum(), usage.GetProperty("layers_executed").GetInt32());
        Assert.Equal(11 * layers.Length, usage.GetProperty("layers_total").GetInt32());
        Assert.Equal(layers.Count(depth => depth < 11), usage.GetProperty("early_exit_tokens").GetInt32());
        Assert.InRange(json.GetProperty("mean_depth").GetDouble(), 0.45, 0.6 * 1.02);
        Assert.Equal("router", json.GetProperty("exit_policy").GetString());
        Assert.Equal(layers.Select(depth => (depth - 2) / 3), Numbers(json, "exit_loops"));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 8)]
    [InlineData(3, 11)]
    public async Task Generate_Loops_TakesSoMany(int loops, int layers)
    {
        var json = (await DefaultModelAsync("--loops", $"{loops}", "--max-tokens", "8")).Succeeded().Json;

        Assert.All(Numbers(json, "exit_loops"), taken => Assert.Equal(loops, taken));
        Assert.All(Numbers(json, "exit_layers"), taken => Assert.Equal(layers, taken));
    }

    [Theory]
    [InlineData("ouro", 4, 0)]
    [InlineData("huginn", 4, 2)]
    public async Task Generate_LoopsOfLoopedModels_CountFromOne(string model, int loopsMax, int around)
    {
        using var files = TinyModels.Write(model);
        for (int loops = 1; loops <= loopsMax; loops++)
        {
            var json = (await LoopedAsync(files.Path, "--loops", $"{loops}")).Succeeded().Json;

            int perLoop = (json.GetProperty("usage").GetProperty("layers_total").GetInt32() / 6 - around) / loopsMax;
            Assert.Equal(Enumerable.Repeat(loops, 6), Numbers(json, "exit_loops"));
            Assert.Equal(Enumerable.Repeat(around + (loops * perLoop), 6), Numbers(json, "exit_layers"));
        }

        (await LoopedAsync(files.Path, "--loops", $"{loopsMax + 1}")).Failed(ExitCode.Failure, $"1 to {loopsMax}");
    }

    [Fact]
    public async Task Generate_Gate_LeavesBetweenLoops()
    {
        using var files = TinyModels.Write("ouro");

        var early = (await LoopedAsync(files.Path, "--exit-policy", "confidence", "--exit-measure", "gate", "--exit-threshold", "0.1")).Succeeded().Json;
        var late = (await LoopedAsync(files.Path, "--exit-policy", "confidence", "--exit-measure", "gate", "--exit-threshold", "1")).Succeeded().Json;
        var budget = (await LoopedAsync(files.Path, "--depth-budget", "0.5")).Succeeded().Json;

        Assert.True(Numbers(early, "exit_loops").Sum() < Numbers(late, "exit_loops").Sum());
        Assert.All(Numbers(late, "exit_loops"), loops => Assert.Equal(4, loops));
        Assert.Equal("confidence", budget.GetProperty("exit_policy").GetString());
        Assert.Contains(Numbers(budget, "exit_loops"), loops => loops < 4);
    }

    [Fact]
    public async Task Generate_Lossless_IsFullDepthsReply()
    {
        var full = (await DefaultModelAsync()).Succeeded().Json;
        var lossless = (await DefaultModelAsync("--exit-policy", "lossless", "--draft-length", "3")).Succeeded().Json;

        Assert.Equal(Numbers(full, "output_ids"), Numbers(lossless, "output_ids"));
        Assert.True(lossless.GetProperty("usage").GetProperty("accepted_draft_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Generate_UnsharedModel_HasNoLoopsToReport()
    {
        var json = (await TinyAsync("--depth-budget", "0.7", "--ignore-eos")).Succeeded().Json;

        Assert.Equal("synchronized", json.GetProperty("exit_policy").GetString());
        Assert.False(json.TryGetProperty("exit_loops", out _));
        Assert.Contains(Numbers(json, "exit_layers"), layers => layers < 4);
    }

    [Fact]
    public async Task Generate_AllowFullDepth_SaysWhy()
    {
        (await TinyAsync("--exit-policy", "router")).Failed(ExitCode.Failure, "Router");

        var json = (await TinyAsync("--exit-policy", "router", "--allow-full-depth")).Succeeded().Json;

        Assert.Equal("full", json.GetProperty("exit_policy").GetString());
        Assert.Contains("Router", json.GetProperty("depth_note").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--depth-budget", "--depth-budget", "2")]
    [InlineData(ExitCode.Usage, "--exit-policy", "--exit-policy", "fast")]
    [InlineData(ExitCode.Usage, "--exit-measure", "--exit-measure", "guess")]
    [InlineData(ExitCode.Failure, "--loops", "--loops", "2")]
    [InlineData(ExitCode.Failure, "adaptive calibrate", "--min-agreement", "0.9")]
    [InlineData(ExitCode.Failure, "--depth-budget", "--exit-policy", "lossless", "--depth-budget", "0.5")]
    public async Task Generate_Nonsense_FailsNamingTheOption(int exitCode, string word, params string[] arguments)
        => (await TinyAsync(arguments)).Failed(exitCode, word);

    [Fact]
    public async Task Generate_ShowDepth_WritesTextLegendAndCounts()
    {
        var json = (await DefaultModelAsync("--depth-budget", "0.6", "--max-tokens", "30")).Succeeded().Json;

        var run = (await ToolRun.OfAsync([.. Story, "--depth-budget", "0.6", "--max-tokens", "30", "--show-depth"])).Succeeded();

        Assert.StartsWith(json.GetProperty("text").GetString() + "\n", run.Output, StringComparison.Ordinal);
        foreach (var group in Numbers(json, "exit_layers").CountBy(layers => layers))
        {
            Assert.Contains($"{group.Key,4} of 11 layers {group.Value,6} tokens", run.Output, StringComparison.Ordinal);
        }

        Assert.Contains("mean depth 0.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_DepthBudget_IsReported()
    {
        var run = (await ToolRun.WithInputAsync("Tell me a short story about a dog.\n", "chat", "--model", DefaultModelFolder.Path, "--depth-budget", "0.6", "--json", "--max-tokens", "80")).Succeeded();

        Assert.Equal("router", run.Json.GetProperty("exit_policy").GetString());
        Assert.InRange(run.Json.GetProperty("mean_depth").GetDouble(), 0.45, 0.7);
        Assert.True(run.Json.GetProperty("usage").GetProperty("early_exit_tokens").GetInt32() > 0);
    }

    private static string[] Story => ["generate", "--model", DefaultModelFolder.Path, "--prompt", "Tell me a short story about a dog.", "--ignore-eos", "--threads", "1"];

    private static Task<ToolRun> DefaultModelAsync(params string[] arguments)
        => ToolRun.OfAsync([.. Story, "--json", .. arguments.Contains("--max-tokens") ? arguments : [.. arguments, "--max-tokens", "80"]]);

    private Task<ToolRun> TinyAsync(params string[] arguments)
        => ToolRun.OfAsync(["generate", "--model", folder.Path, "--prompt", "hi", "--dtype", "f32", "--max-tokens", "40", "--json", .. arguments]);

    private static Task<ToolRun> LoopedAsync(string folder, params string[] arguments)
        => ToolRun.OfAsync(["generate", "--model", folder, "--token-ids", "1,5,9", "--max-tokens", "6", "--ignore-eos", "--dtype", "f32", "--threads", "1", "--json", .. arguments]);

    private static int[] Numbers(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];
}
