using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Theory]
    [InlineData("paper-table", new string[0])]
    [InlineData("paper-table", new[] { "--recipe", "no-such-recipe", "--corpus", "c", "--out", "o" })]
    [InlineData("--out", new[] { "--recipe", "paper-table", "--corpus", "c" })]
    [InlineData("--corpus", new[] { "--recipe", "paper-table", "--out", "o" })]
    public async Task Run_WrongArguments_FailsInOneLine(string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", .. arguments])).Failed(ExitCode.Usage, word);

    [Fact]
    public async Task Run_PaperTable_WritesTheTableToOutputAndFolder()
    {
        string folder = training.Folder["paper"];

        var run = await ToolRun.OfAsync(
            "train", "--recipe", "paper-table", "--corpus", training.Corpus, "--tokenizer", training.Tokenizer, "--out", folder,
            "--tokens", "640", "--hidden", "16", "--sequence", "8", "--threads", "1");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "table.md")), run.Output);
        Assert.Contains("mor-expert-3-recursion_wise", run.Output, StringComparison.Ordinal);

        var again = await ToolRun.OfAsync(
            "train", "--recipe", "paper-table", "--corpus", training.Corpus, "--tokenizer", training.Tokenizer, "--out", folder,
            "--tokens", "640", "--hidden", "16", "--sequence", "8", "--threads", "1", "--json");
        Assert.Equal("vanilla", again.Json[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Run_PaperTableOfTooFewTokens_FailsNamingThem()
        => (await ToolRun.OfAsync("train", "--recipe", "paper-table", "--corpus", training.Corpus, "--out", training.Folder["few"], "--tokens", "10")).Failed(ExitCode.Failure, "Tokens");

    [Fact]
    public async Task Run_DefaultModel_LeavesAModelThatGenerates()
    {
        string folder = training.Folder["default"], chat = training.Folder["chat.jsonl"], stories = training.Folder["stories.jsonl"];
        string[] lines = File.ReadAllLines(training.Corpus);
        File.WriteAllLines(stories, lines.Where(line => line.Contains("\"tales\"", StringComparison.Ordinal)));
        File.WriteAllLines(chat, lines.Where(line => line.Contains("\"talk\"", StringComparison.Ordinal)).Select(line => line.Replace("talk", "friendly", StringComparison.Ordinal)));

        var run = await ToolRun.OfAsync(
            "train", "--recipe", "default-model", "--corpus", stories, chat, "--tokenizer", training.Tokenizer, "--out", folder,
            "--tokens", "1000", "--hidden", "16", "--sequence", "16", "--threads", "1");
        var reply = await ToolRun.OfAsync("generate", "--model", Path.Combine(folder, "model"), "--prompt", "the", "--device", "cpu", "--max-tokens", "2");

        Assert.True(run.ExitCode == ExitCode.Success, run.Error);
        Assert.Equal(ExitCode.Success, reply.ExitCode);
        Assert.Contains("layers per token", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DefaultModelWithoutChat_FailsBeforeItTrains()
    {
        string stories = training.Folder["corpus/stories.jsonl"], folder = training.Folder["no-chat"];
        Directory.CreateDirectory(Path.GetDirectoryName(stories)!);
        File.Copy(training.Corpus, stories);

        var run = await ToolRun.OfAsync(
            "train", "--recipe", "default-model", "--corpus", stories, "--tokenizer", training.Tokenizer, "--out", folder, "--hidden", "16", "--sequence", "16", "--threads", "1");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("none of the recipe's sources", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "pretraining", "checkpoints")));
    }
}
