using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Tool.Tests.Training;

namespace AdaptiveProvider.Tool.Tests.Commands;

public sealed class TrainClassifiersCommandTests(TinyTraining training) : IClassFixture<TinyTraining>
{
    [Fact]
    public async Task Run_PlainModel_WritesClassifiersThatRequestsCanUse()
    {
        using var folder = TinyModels.Write(TinyModels.Get("llama-tied-gqa") with { Vocabulary = 300 });
        string model = folder.Path;
        foreach (string file in Directory.GetFiles(training.Tokenizer))
        {
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)), overwrite: true);
        }

        var fitting = await ToolRun.OfAsync("train", "classifiers", "--model", model, "--corpus", training.Corpus, "--exits", "3,1", "--tokens", "400", "--threads", "1", "--json");

        fitting.Succeeded();
        Assert.True(File.Exists(Path.Combine(model, ExitClassifierFile.FileName)));
        Assert.Equal([1, 3], fitting.Json.EnumerateArray().Select(figure => figure.GetProperty("layers").GetInt32()));
        Assert.All(fitting.Json.EnumerateArray(), figure => Assert.InRange(figure.GetProperty("heldOutTokens").GetInt32(), 1, 400));
        Assert.Contains("agree with full depth", (await ToolRun.OfAsync("train", "classifiers", "--model", model, "--corpus", training.Corpus, "--tokens", "300", "--threads", "1")).Succeeded().Output, StringComparison.Ordinal);
        (await ToolRun.OfAsync("generate", "--model", model, "--prompt", "once", "--max-tokens", "3", "--exit-policy", "confidence", "--exit-measure", "classifier", "--exit-threshold", "0.5")).Succeeded();
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--model", new[] { "--corpus", "c" })]
    [InlineData(ExitCode.Usage, "--corpus", new[] { "--model", "m" })]
    [InlineData(ExitCode.Failure, "no-such-model", new[] { "--corpus", "c", "--model", "no-such-model" })]
    public async Task Run_WrongArguments_FailsInOneLine(int exitCode, string word, string[] arguments)
        => (await ToolRun.OfAsync(["train", "classifiers", .. arguments])).Failed(exitCode, word);
}
