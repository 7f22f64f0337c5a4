namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class BenchCommandTests(TinyChatFolder folder) : IClassFixture<TinyChatFolder>
{
    [Fact]
    public async Task Run_AsJson_MeasuresEveryPrecisionAndBatch()
    {
        var json = (await ToolRun.OfAsync(
            "bench", "--model", folder.Path, "--dtype", "f32,int8", "--batch", "1,3", "--prompt", "16", "--generate", "8", "--repeat", "1", "--threads", "1", "--json")).Succeeded().Json;

        var rows = json.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([("f32", 1), ("f32", 3), ("int8", 1), ("int8", 3)], rows.Select(row => (row.GetProperty("dtype").GetString()!, row.GetProperty("batch").GetInt32())));
        Assert.All(rows, row => Assert.True(row.GetProperty("decode_tokens_per_second").GetDouble() > 0));
        Assert.All(rows, row => Assert.True(row.GetProperty("prompt_tokens_per_second").GetDouble() > 0));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("overhead_fraction").GetDouble(), 0, 1));
    }

    [Fact]
    public async Task Run_ExitLayer_MeasuresThatDepth()
    {
        var json = (await ToolRun.OfAsync(
            "bench", "--model", folder.Path, "--dtype", "f32", "--prompt", "16", "--generate", "8", "--repeat", "1", "--threads", "1", "--exit-layer", "2", "--json")).Succeeded().Json;

        var row = json.GetProperty("rows")[0];
        Assert.Equal(0.5, row.GetProperty("mean_depth").GetDouble());
        Assert.False(row.TryGetProperty("bytes_per_second", out _));
    }

    [Fact]
    public async Task Run_AsText_WritesATable()
    {
        var run = (await ToolRun.OfAsync("bench", "--model", folder.Path, "--prompt", "4", "--generate", "4", "--repeat", "1", "--threads", "1")).Succeeded();

        Assert.Contains("decode tok/s", run.Output, StringComparison.Ordinal);
        Assert.Contains("int8", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownShape_FailsListingTheKnownOnes()
        => (await ToolRun.OfAsync("bench", "--shape", "gpt-9", "--threads", "1")).Failed(ExitCode.Failure, "gpt-9", "smollm2-135m");

    [Fact]
    public async Task Run_MoreThanTheContext_Fails()
        => (await ToolRun.OfAsync("bench", "--model", folder.Path, "--prompt", "600", "--threads", "1")).Failed(ExitCode.Usage, "512");
}
