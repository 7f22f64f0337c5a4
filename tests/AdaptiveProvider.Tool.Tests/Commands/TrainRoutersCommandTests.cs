using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainRoutersCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_TrainedRun_WritesAModelWhoseRoutersDecide()
    {
        string run = training.Folder["routed"], model = training.Folder["routed-model"];
        (await ToolRun.OfAsync(training.Run(run))).Succeeded();

        (await ToolRun.OfAsync("train", "routers", "--run", run, "--corpus", training.Corpus, "--tokens", "300", "--threads", "1", "--out", model)).Succeeded();

        Assert.Contains("auxiliary", await File.ReadAllTextAsync(Path.Combine(model, "config.json")), StringComparison.Ordinal);
        (await ToolRun.OfAsync("generate", "--model", model, "--prompt", "once", "--max-tokens", "3", "--router-threshold", "0.5")).Succeeded();
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--run DIR", new[] { "--corpus", "c", "--out", "o" })]
    [InlineData(ExitCode.Failure, "no-such-run", new[] { "--corpus", "c", "--run", "no-such-run", "--out", "o" })]
    public async Task Run_WrongArguments_FailsInOneLine(int exitCode, string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "routers", .. arguments])).Failed(exitCode, word);
}
