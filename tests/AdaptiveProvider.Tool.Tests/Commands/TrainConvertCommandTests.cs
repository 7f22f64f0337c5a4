using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainConvertCommandTests
{
    [Fact]
    public async Task Run_PlainModel_HalvesItsLayers()
    {
        using var source = TinyModels.Write("llama-tied-gqa");
        using var target = new TemporaryFolder();

        var report = (await ToolRun.OfAsync("train", "convert", "--model", source.Path, "--out", target["model"], "--loops", "2", "--rank", "4", "--json")).Succeeded().Json;
        var inspected = (await ToolRun.OfAsync("inspect", "--model", target["model"], "--json")).Succeeded().Json;

        Assert.Equal(2 * report.GetProperty("unique_layers").GetInt32(), report.GetProperty("layer_applications").GetInt32());
        Assert.Equal(4, report.GetProperty("rank").GetInt32());
        Assert.Equal(2, inspected.GetProperty("stages")[0].GetProperty("loops").GetInt32());
    }

    [Fact]
    public async Task Run_FullRankAsText_SaysThatNothingIsLost()
    {
        using var source = TinyModels.Write("llama-tied-gqa");
        using var target = new TemporaryFolder();

        var run = (await ToolRun.OfAsync("train", "convert", "--model", source.Path, "--out", target["model"], "--loops", "2", "--rank", "full")).Succeeded();

        Assert.Contains("parameters became", run.Output, StringComparison.Ordinal);
        Assert.Contains("(this model)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--loops 2", new[] { "--model", "m", "--out", "o" })]
    [InlineData("--model DIR", new[] { "--loops", "2", "--out", "o" })]
    [InlineData("--out", new[] { "--loops", "2", "--model", "m" })]
    [InlineData("middle_cycle", new[] { "--loops", "2", "--model", "m", "--out", "o", "--sharing", "all" })]
    [InlineData("'half'", new[] { "--loops", "2", "--model", "m", "--out", "o", "--rank", "half" })]
    public async Task Run_WrongArguments_FailsInOneLine(string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "convert", .. arguments])).Failed(ExitCode.Usage, word);

    [Fact]
    public async Task Run_LoopsThatDoNotDivide_FailsAndLeavesNothing()
    {
        using var source = TinyModels.Write("llama-tied-gqa");
        using var target = new TemporaryFolder();

        (await ToolRun.OfAsync("train", "convert", "--model", source.Path, "--out", target["model"], "--loops", "3")).Failed(ExitCode.Failure, "3");
        Assert.Empty(Directory.GetFileSystemEntries(target.Path));
    }
}
