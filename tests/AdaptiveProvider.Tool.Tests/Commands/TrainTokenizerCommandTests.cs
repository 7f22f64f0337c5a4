using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainTokenizerCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_Corpus_WritesATokenizerThatEncodesItsText()
    {
        using var folder = new TemporaryFolder();

        var made = (await ToolRun.OfAsync("train", "tokenizer", "--corpus", training.Corpus, "--vocabulary", "300", "--out", folder.Path, "--json")).Succeeded().Json;
        var ids = (await ToolRun.WithInputAsync("the fox sang", "tokenize", "--model", folder.Path, "--json")).Succeeded().Json;

        Assert.Equal(300, made.GetProperty("vocabulary").GetInt32());
        Assert.Equal(200, made.GetProperty("documents").GetInt32());
        Assert.Contains("ids", ids.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--corpus FILE", new[] { "--out", "x" })]
    [InlineData(ExitCode.Usage, "--out", new[] { "--corpus", "x" })]
    [InlineData(ExitCode.Failure, "no-such-file.jsonl", new[] { "--corpus", "no-such-file.jsonl", "--out", "x" })]
    [InlineData(ExitCode.Failure, "65536", new[] { "--corpus", "x", "--out", "x", "--vocabulary", "70000" })]
    [InlineData(ExitCode.Failure, "no-such-facts", new[] { "--facts", "no-such-facts", "--out", "x" })]
    [InlineData(ExitCode.Usage, "--generated", new[] { "--corpus", "x", "--out", "x", "--generated", "0" })]
    public async Task Run_WrongArguments_FailsInOneLine(int exitCode, string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "tokenizer", .. arguments])).Failed(exitCode, word);

    [Fact]
    public async Task Run_FewBrokenLines_GoesOnAndSaysWhichIsTheFirst()
    {
        using var folder = new TemporaryFolder();
        string[] lines = File.ReadAllLines(training.Corpus);
        File.WriteAllLines(folder["c.jsonl"], [lines[0], "{ broken", .. lines[1..]]);

        var run = await ToolRun.OfAsync("train", "tokenizer", "--corpus", folder["c.jsonl"], "--vocabulary", "300", "--out", folder["out"]);

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("the first is line 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MostLinesBroken_FailsNamingFileAndLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["c.jsonl"], [File.ReadLines(training.Corpus).First(), "{ broken", "worse"]);

        (await ToolRun.OfAsync("train", "tokenizer", "--corpus", folder["c.jsonl"], "--out", folder["out"])).Failed(ExitCode.Failure, "c.jsonl, line 2");
        Assert.False(Directory.Exists(folder["out"]));
    }
}
