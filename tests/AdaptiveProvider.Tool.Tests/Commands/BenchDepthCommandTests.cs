using System.Text.Json;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class BenchDepthCommandTests(TinyRoutedFolder routed, TinyChatFolder plain) : IClassFixture<TinyRoutedFolder>, IClassFixture<TinyChatFolder>
{
    private static readonly string[] Small = ["--prompt-tokens", "12", "--tokens", "16", "--runs", "2", "--threads", "1", "--device", "cpu", "--dtype", "f32"];

    [Fact]
    public async Task Run_RoutedModel_MeasuresEveryWayToSpendDepth()
    {
        var json = (await ToolRun.OfAsync(["bench", "depth", "--model", routed.Path, "--batches", "1,3", "--json", .. Small])).Succeeded().Json;

        var rows = Rows(json);
        string[] names = [.. rows.Where(row => row.GetProperty("batch").GetInt32() == 1).Select(Name)];
        Assert.Equal("full depth", names[0]);
        Assert.Contains("budget 0.6, Router", names);
        Assert.Contains("lossless, drafts tuned", names);
        Assert.Contains("full depth, loop by loop", names);
        Assert.Contains("router, always deep", names);
        Assert.Equal(2, names.Count(name => name.StartsWith("static exit", StringComparison.Ordinal)));
        Assert.Equal(names, rows.Where(row => row.GetProperty("batch").GetInt32() == 3).Select(Name));
        Assert.Equal([false, true], json.GetProperty("shallow_among_full").EnumerateArray().Select(row => row.GetProperty("loop_by_loop").GetBoolean()));
    }

    [Fact]
    public async Task Run_RoutedModel_ExactMethodsGiveTheSameRepliesAndBoundsFollowTheDepth()
    {
        var json = (await ToolRun.OfAsync(["bench", "depth", "--model", routed.Path, "--batches", "3", "--json", .. Small])).Succeeded().Json;

        double layers = json.GetProperty("full_layers").GetDouble() * json.GetProperty("layer_weights").GetDouble(), head = json.GetProperty("head_weights").GetDouble();
        Assert.All(Rows(json), row =>
        {
            double depth = row.GetProperty("mean_depth").GetDouble();
            Assert.Equal((layers + head) / ((layers * depth) + head), row.GetProperty("flop_bound").GetDouble(), 1e-6);
            Assert.True(row.GetProperty("tokens_per_second").GetProperty("least").GetDouble() > 0);
            Assert.True(row.GetProperty("processor_ratio").GetProperty("median").GetDouble() > 0);
            Assert.True(row.GetProperty("decode_ratio").GetProperty("least").GetDouble() <= row.GetProperty("decode_ratio").GetProperty("median").GetDouble());
            Assert.True(!row.GetProperty("is_exact").GetBoolean() || row.GetProperty("same_replies").GetInt32() == 3, Name(row));
        });
        Assert.All(Rows(json).Where(row => Name(row).StartsWith("budget", StringComparison.Ordinal)), row => Assert.InRange(row.GetProperty("mean_depth").GetDouble(), 0.3, 0.95));
    }

    [Fact]
    public async Task Run_StaticExits_MeanDepthIsTheExits()
    {
        var json = (await ToolRun.OfAsync(["bench", "depth", "--model", plain.Path, "--batches", "1", "--json", .. Small])).Succeeded().Json;

        double full = json.GetProperty("full_layers").GetInt32();
        double[] depths = [.. Rows(json).Where(row => Name(row).StartsWith("static", StringComparison.Ordinal)).Select(row => row.GetProperty("mean_depth").GetDouble())];
        Assert.Equal(Enumerable.Range(1, (int)full - 1).Select(layers => layers / full), depths);
    }

    [Fact]
    public async Task Run_Against_ComparesWithTheOtherModel()
    {
        var json = (await ToolRun.OfAsync(["bench", "depth", "--model", routed.Path, "--against", plain.Path, "--batches", "1", "--json", .. Small])).Succeeded().Json;

        var other = Assert.Single(Rows(json), row => row.GetProperty("is_other_model").GetBoolean());
        Assert.True(other.GetProperty("ratio").GetProperty("median").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, other.GetProperty("flop_bound").ValueKind);
    }

    [Fact]
    public async Task Run_AsText_WritesATablePerBatch()
    {
        var run = (await ToolRun.OfAsync(["bench", "depth", "--model", plain.Path, "--batches", "1,2", .. Small])).Succeeded();

        Assert.Contains("2 at a time", run.Output, StringComparison.Ordinal);
        Assert.Contains("bound", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFER", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tokens", "600", "512")]
    [InlineData("--tokens", "1", "at least 2")]
    [InlineData("--batches", "0", "--batches")]
    [InlineData("--dtype", "f8", "f8")]
    public async Task Run_BadOption_FailsSayingWhatToChange(string option, string value, string expected)
        => (await ToolRun.OfAsync("bench", "depth", "--model", plain.Path, "--device", "cpu", "--threads", "1", option, value)).Failed(ExitCode.Usage, expected);

    private static JsonElement[] Rows(JsonElement json) => [.. json.GetProperty("rows").EnumerateArray()];

    private static string Name(JsonElement row) => row.GetProperty("case").GetString()!;
}
