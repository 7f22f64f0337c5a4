using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainExportCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_TrainedRun_WritesAModelThatChats()
    {
        string folder = training.Folder["run"], model = training.Folder["model"];
        (await ToolRun.OfAsync(training.Run(folder))).Succeeded();

        var exported = (await ToolRun.OfAsync("train", "export", "--run", folder, "--out", model, "--threshold", "0.25", "--json")).Succeeded().Json;
        var inspected = (await ToolRun.OfAsync("inspect", "--model", model, "--json")).Succeeded().Json;
        var reply = await ToolRun.WithInputAsync("the fox\n", "chat", "--model", model, "--device", "cpu", "--max-tokens", "3", "--threads", "1");

        Assert.Equal(exported.GetProperty("parameters").GetInt64(), inspected.GetProperty("parameters").GetInt64());
        Assert.True(inspected.GetProperty("chat_template").GetBoolean());
        Assert.Contains("\"threshold\": 0.25", File.ReadAllText(Path.Combine(model, "config.json")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, reply.ExitCode);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--run", new[] { "--out", "o" })]
    [InlineData(ExitCode.Usage, "--out", new[] { "--run", "r" })]
    [InlineData(ExitCode.Usage, "f8", new[] { "--run", "r", "--out", "o", "--type", "f8" })]
    [InlineData(ExitCode.Failure, "no-such-run", new[] { "--run", "no-such-run", "--out", "o" })]
    public async Task Run_WrongArguments_FailsInOneLine(int exitCode, string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "export", .. arguments])).Failed(exitCode, word);

    [Fact]
    public async Task Run_ThresholdOutOfRange_FailsNamingIt()
    {
        string folder = training.Folder["other"];
        (await ToolRun.OfAsync(training.Run(folder))).Succeeded();

        (await ToolRun.OfAsync("train", "export", "--run", folder, "--out", training.Folder["o"], "--threshold", "1.5")).Failed(ExitCode.Usage, "--threshold");
    }
}
