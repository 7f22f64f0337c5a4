using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainRunCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_ToTheEnd_LeavesCheckpointCurveAndConfiguration()
    {
        string folder = NewFolder();

        var run = (await ToolRun.OfAsync(training.Run(folder, "--every", "2"))).Succeeded();

        Assert.Equal(["step 1/4", "step 2/4", "step 4/4"], from line in run.Output.Split('\n') where line.StartsWith("step", StringComparison.Ordinal) select line.Split(',')[0]);
        Assert.Contains("exit loss", run.Output, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(folder, "loss.csv")).Length);
        Assert.All(["loss.svg", "run.json", "mix.json", "tokenizer/tokenizer.json", "checkpoints/step-00000004/state.json"], name => Assert.True(File.Exists(Path.Combine(folder, name)), name));
    }

    [Fact]
    public async Task Run_AsJson_WritesOneObjectPerReportedStep()
    {
        var run = (await ToolRun.OfAsync(training.Run(NewFolder(), "--every", "1", "--json"))).Succeeded();

        var lines = run.Output.Trim().Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([1, 2, 3, 4], lines.Select(line => line.GetProperty("step").GetInt32()));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("loss").GetDouble(), 0.1, 20));
    }

    [Fact]
    public async Task Run_InterruptedAndRunAgain_EndsWithTheWeightsOfAnUninterruptedRun()
    {
        string whole = NewFolder(), parts = NewFolder();
        (await ToolRun.OfAsync(training.Run(whole))).Succeeded();

        var stopped = await ToolRun.OnTerminalAsync(new MemoryStream(), new PressedAtOnce(), false, training.Run(parts));
        var limited = await ToolRun.OfAsync(training.Run(parts, "--minutes", "0.0000001"));
        var finished = await ToolRun.OfAsync(training.Run(parts));

        Assert.Equal((ExitCode.Interrupted, ExitCode.Success, ExitCode.Success), (stopped.ExitCode, limited.ExitCode, finished.ExitCode));
        Assert.Contains("run the same command again", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(TinyTraining.Weights(whole), TinyTraining.Weights(parts));
    }

    [Fact]
    public async Task Run_NewestCheckpointDamaged_GoesOnFromTheOneBefore()
    {
        string folder = NewFolder();
        (await ToolRun.OfAsync(training.Run(folder, "--checkpoint-minutes", "0.0000001"))).Succeeded();
        byte[] weights = TinyTraining.Weights(folder);
        File.WriteAllText(Path.Combine(folder, "checkpoints", "step-00000004", "model.safetensors"), "damaged");

        var run = await ToolRun.OfAsync(training.Run(folder));

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("passed over", run.Error, StringComparison.Ordinal);
        Assert.Equal(weights, TinyTraining.Weights(folder));
    }

    [Fact]
    public async Task Run_EveryCheckpointDamaged_FailsSayingWhatToDo()
    {
        string folder = NewFolder();
        (await ToolRun.OfAsync(training.Run(folder))).Succeeded();
        File.WriteAllText(Path.Combine(folder, "checkpoints", "step-00000004", "state.json"), "{");

        var run = await ToolRun.OfAsync(training.Run(folder));

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("Delete the folder to start anew", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CheckpointCannotBeWritten_FailsAndKeepsTheLastGoodOne()
    {
        string folder = NewFolder();
        await ToolRun.OfAsync(training.Run(folder, "--minutes", "0.0000001"));
        byte[] weights = TinyTraining.Weights(folder);
        File.WriteAllText(Path.Combine(folder, "checkpoints", "step-00000004.partial"), "a file where a folder must be");

        var run = await ToolRun.OfAsync(training.Run(folder));

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("Free space on the disk", run.Error, StringComparison.Ordinal);
        Assert.Equal(weights, TinyTraining.Weights(folder));
    }

    [Fact]
    public async Task Run_FolderOfAnotherArchitecture_Fails()
    {
        string folder = NewFolder();
        (await ToolRun.OfAsync(training.Run(folder))).Succeeded();
        string other = training.Folder["other.json"];
        File.WriteAllText(other, TinyTraining.Configuration(steps: 4, layers: 2));

        (await ToolRun.OfAsync(training.Run(folder, "--config", other))).Failed(ExitCode.Failure, "another architecture");
    }

    [Fact]
    public async Task Run_FromAnotherRun_BeginsWithItsWeights()
    {
        string first = NewFolder(), second = NewFolder();
        (await ToolRun.OfAsync(training.Run(first))).Succeeded();

        await ToolRun.OnTerminalAsync(new MemoryStream(), new PressedAtOnce(), false, training.Run(second, "--from", first));

        Assert.Equal(TinyTraining.Weights(first), TinyTraining.Weights(second));
    }

    [Theory]
    [InlineData("{ \"steps\": 4 }", "architecture")]
    [InlineData("{ \"architecture\": {}, \"steps\": 4 }", "vocabularySize")]
    [InlineData("not json", "cannot be read")]
    public async Task Run_WrongConfiguration_FailsNamingWhatIsWrong(string text, string word)
    {
        string config = training.Folder[$"{Guid.NewGuid():n}.json"];
        File.WriteAllText(config, text);

        (await ToolRun.OfAsync("train", "run", "--config", config, "--corpus", "c", "--tokenizer", "t", "--out", "o")).Failed(ExitCode.Failure, word);
    }

    [Fact]
    public async Task Run_UnknownOrWrongField_FailsNamingIt()
    {
        string config = training.Folder["wrong.json"];
        File.WriteAllText(config, TinyTraining.Configuration(4).Replace("\"warmUpSteps\"", "\"warmupStep\"", StringComparison.Ordinal));
        (await ToolRun.OfAsync(training.Run(NewFolder(), "--config", config))).Failed(ExitCode.Failure, "warmupStep", config);

        File.WriteAllText(config, TinyTraining.Configuration(4).Replace("\"batchRows\": 2", "\"batchRows\": 0", StringComparison.Ordinal));
        (await ToolRun.OfAsync(training.Run(NewFolder(), "--config", config))).Failed(ExitCode.Failure, "BatchRows must be positive");
    }

    [Theory]
    [InlineData("--mix")]
    [InlineData("--tokenizer")]
    [InlineData("--corpus")]
    [InlineData("--from")]
    public async Task Run_MissingFile_FailsNamingIt(string option)
        => (await ToolRun.OfAsync(training.Run(NewFolder(), option, "no-such-thing"))).Failed(ExitCode.Failure, "no-such-thing");

    [Fact]
    public async Task Run_MixOfUnknownSource_FailsListingTheSources()
    {
        string mix = training.Folder["mix.json"];
        File.WriteAllText(mix, """{ "entries": [ { "name": "poems", "weight": 1 } ] }""");

        (await ToolRun.OfAsync(training.Run(NewFolder(), "--mix", mix))).Failed(ExitCode.Failure, "poems", "small/tales");
    }

    [Theory]
    [InlineData("--config", new[] { "--corpus", "c", "--tokenizer", "t", "--out", "o" })]
    [InlineData("--tokenizer", new[] { "--config", "c", "--corpus", "c", "--out", "o" })]
    [InlineData("--out", new[] { "--config", "c", "--corpus", "c", "--tokenizer", "t" })]
    public async Task Run_MissingArgument_FailsNamingIt(string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "run", .. arguments])).Failed(ExitCode.Usage, word);

    [Theory]
    [InlineData("--minutes", "0")]
    [InlineData("--every", "0")]
    [InlineData("--threads", "0")]
    public async Task Run_NumberOutOfRange_FailsNamingIt(string option, string value)
        => (await ToolRun.OfAsync(training.Run(NewFolder(), option, value))).Failed(ExitCode.Usage, option);

    [Fact]
    public async Task Run_UnknownDevice_FailsNamingIt()
        => (await ToolRun.OfAsync(training.Run(NewFolder(), "--device", "abacus"))).Failed(ExitCode.Failure, "abacus");

    private string NewFolder() => training.Folder[$"out-{Guid.NewGuid():n}"];

    /// <summary>Ctrl-C before the first step.</summary>
    private sealed class PressedAtOnce : IInterrupts
    {
        public IDisposable Handle(Func<bool> handler)
        {
            Assert.True(handler());
            return new MemoryStream();
        }
    }
}
