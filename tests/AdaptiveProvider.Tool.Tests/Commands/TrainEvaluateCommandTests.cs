using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainEvaluateCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_TrainedRun_MeasuresEverySourceAtEveryDepth()
    {
        string folder = await TrainAsync("measured");

        var figures = (await ToolRun.OfAsync("train", "evaluate", "--run", folder, "--corpus", training.Corpus, "--thresholds", "0.4", "--threads", "1", "--json")).Succeeded().Json;

        Assert.Equal(
            ["all", "small/tales", "small/talk"],
            figures.EnumerateArray().Select(figure => figure.GetProperty("source").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["1 loop", "full", "threshold 0.4"], figures.EnumerateArray().Select(figure => figure.GetProperty("depth").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(figures.EnumerateArray(), figure => Assert.InRange(figure.GetProperty("bitsPerByte").GetDouble(), 0.1, 20));
        Assert.Equal(1 + (3 * 3), File.ReadAllLines(Path.Combine(folder, "evaluation.csv")).Length);
        Assert.True(File.Exists(Path.Combine(folder, "evaluation.json")));
    }

    [Fact]
    public async Task Run_ExportedModel_GivesTheRunsFigures()
    {
        string folder = await TrainAsync("exported"), model = training.Folder["exported-model"];
        (await ToolRun.OfAsync("train", "export", "--run", folder, "--out", model, "--type", "f32")).Succeeded();

        var ofRun = (await ToolRun.OfAsync("train", "evaluate", "--run", folder, "--corpus", training.Corpus, "--sequence", "16", "--json")).Succeeded();
        var ofModel = (await ToolRun.OfAsync("train", "evaluate", "--model", model, "--corpus", training.Corpus, "--sequence", "16", "--json")).Succeeded();

        Assert.Equal(Figures(ofRun), Figures(ofModel));
    }

    [Fact]
    public async Task Run_AsText_WritesATableWithLayers()
    {
        string folder = await TrainAsync("table");

        var run = (await ToolRun.OfAsync("train", "evaluate", "--run", folder, "--corpus", training.Corpus)).Succeeded();

        Assert.All(["small/tales", "threshold 0.5", "layers per token"], word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--run DIR", new[] { "--corpus", "c" })]
    [InlineData(ExitCode.Usage, "--run DIR", new[] { "--corpus", "c", "--run", "a", "--model", "b" })]
    [InlineData(ExitCode.Failure, "no-such-run", new[] { "--corpus", "c", "--run", "no-such-run" })]
    public async Task Run_WrongArguments_FailsInOneLine(int exitCode, string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "evaluate", .. arguments])).Failed(exitCode, word);

    [Fact]
    public async Task Run_WrongThreshold_FailsNamingIt()
    {
        string folder = await TrainAsync("threshold");

        (await ToolRun.OfAsync("train", "evaluate", "--run", folder, "--corpus", training.Corpus, "--thresholds", "0.5,2")).Failed(ExitCode.Usage, "'2'");
    }

    private async Task<string> TrainAsync(string name)
    {
        string folder = training.Folder[name];
        (await ToolRun.OfAsync(training.Run(folder))).Succeeded();
        return folder;
    }

    private static IEnumerable<(string?, string?, double)> Figures(ToolRun run) => run.Json.EnumerateArray().Select(figure =>
        (figure.GetProperty("source").GetString(), figure.GetProperty("depth").GetString(), Math.Round(figure.GetProperty("bitsPerByte").GetDouble(), 5)));
}
