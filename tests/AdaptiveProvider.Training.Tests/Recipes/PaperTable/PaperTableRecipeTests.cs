using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Recipes.PaperTable;

namespace AdaptiveProvider.Training.Tests.Recipes.PaperTable;

public sealed class PaperTableRecipeTests(PaperTableFixture fixture) : IClassFixture<PaperTableFixture>
{
    [Fact]
    public void Run_ToTheEnd_GivesEveryModelOnItsBudgets()
    {
        Assert.Equal(3 + (2 * 8) + 1, fixture.Results.Count);
        Assert.All(fixture.Results, result => Assert.InRange(result.BitsPerByte, 0.1, 20));
        Assert.All(fixture.Results.Where(result => !result.Model.StartsWith("mor", StringComparison.Ordinal)), result => Assert.Equal(8, result.MeanLayers));
        Assert.All(fixture.Results.Where(result => result.Budget == PaperTableBudget.Tokens), result => Assert.Equal(320, result.Tokens));
        Assert.All(fixture.Results.Where(result => result.Budget == PaperTableBudget.Flops), result => Assert.True(result.Tokens > 320));
    }

    [Fact]
    public void Run_ToTheEnd_TakesTheRateThatPredictsBest()
    {
        double[] tried = [.. PaperTableFixture.Options.LearningRates.OrderBy(rate => Figure(fixture.Lines, FormattableString.Invariant($"rate-{rate}")))];

        Assert.All(fixture.Results, result => Assert.Equal(tried[0], result.LearningRate));
    }

    [Fact]
    public void Run_ToTheEnd_WritesBothTablesAndTheNoise()
    {
        string markdown = File.ReadAllText(Path.Combine(fixture.Folder, "table.md"));
        string[] csv = File.ReadAllLines(Path.Combine(fixture.Folder, "table.csv"));

        Assert.Equal(2 * 11, markdown.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Model", StringComparison.Ordinal)));
        Assert.Contains("vanilla trained 2 times", markdown, StringComparison.Ordinal);
        Assert.Equal(1 + fixture.Results.Count, csv.Length);
        Assert.All(csv, line => Assert.Equal(csv[0].Count(character => character == ','), line.Count(character => character == ',')));
    }

    [Fact]
    public void Run_FinishedFolder_TrainsNothingAgain()
    {
        var lines = new List<string>();

        var results = fixture.Recipe(fixture.Folder, PaperTableFixture.Options, lines).Run(CancellationToken.None);

        Assert.Equal(fixture.Results.Select(result => result.BitsPerByte), results!.Select(result => result.BitsPerByte));
        Assert.Empty(lines);
    }

    [Fact]
    public void Run_OneResultLost_DoesOnlyThatRunAgainWithTheSameResult()
    {
        using var folder = fixture.Copy();
        File.Delete(folder[Path.Combine("mor-expert-2-shared_first-equal-tokens", "result.json")]);
        var lines = new List<string>();

        var results = fixture.Recipe(folder.Path, PaperTableFixture.Options, lines).Run(CancellationToken.None);

        Assert.All(lines, line => Assert.StartsWith("mor-expert-2-shared_first-equal-tokens", line, StringComparison.Ordinal));
        Assert.Equal(fixture.Results.Select(result => result.BitsPerByte), results!.Select(result => result.BitsPerByte));
    }

    [Fact]
    public void Run_LongerRunFromScratch_EqualsTheOneThatWentOnFromTheShorterOne()
    {
        using var folder = fixture.Copy();
        Directory.Delete(folder["mor-token-3-recursion_wise-equal-flops"], recursive: true);
        var lines = new List<string>();

        var results = fixture.Recipe(folder.Path, PaperTableFixture.Options, lines).Run(CancellationToken.None);

        Assert.Contains(lines, line => line.Contains("from step 0", StringComparison.Ordinal));
        Assert.DoesNotContain(fixture.Lines, line => line.StartsWith("mor-token-3-recursion_wise-equal-flops", StringComparison.Ordinal) && line.Contains("from step 0", StringComparison.Ordinal));
        Assert.Equal(fixture.Results.Select(result => result.BitsPerByte), results!.Select(result => result.BitsPerByte));
    }

    [Fact]
    public void Run_Cancelled_ReturnsNullAndKeepsWhatIsFinished()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var options = PaperTableFixture.Options with { LearningRates = [4e-3], RepeatedRuns = 0 };
        var recipe = new PaperTableRecipe(options, Store(), fixture.Device, folder.Path, line =>
        {
            if (line.StartsWith("recursive-2", StringComparison.Ordinal))
            {
                cancellation.Cancel();
            }
        });

        Assert.Null(recipe.Run(cancellation.Token));
        Assert.True(File.Exists(folder[Path.Combine("vanilla-equal-tokens", "result.json")]));
        Assert.False(File.Exists(folder[Path.Combine("recursive-2-equal-tokens", "result.json")]));
    }

    [Fact]
    public void Constructor_FolderOfOtherSizes_Throws()
    {
        var failure = Assert.Throws<TrainingException>(() => fixture.Recipe(fixture.Folder, PaperTableFixture.Options with { HiddenSize = 32 }, []));

        Assert.Contains(fixture.Folder, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DamagedResult_ThrowsNamingTheFile()
    {
        using var folder = fixture.Copy();
        string file = folder[Path.Combine("vanilla-equal-tokens", "result.json")];
        File.WriteAllText(file, "{");

        var failure = Assert.Throws<TrainingException>(() => fixture.Recipe(folder.Path, PaperTableFixture.Options, []).Run(CancellationToken.None));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(PaperTableOptions.HiddenSize))]
    [InlineData(nameof(PaperTableOptions.Tokens))]
    [InlineData(nameof(PaperTableOptions.LearningRates))]
    public void Validate_WrongOption_ThrowsNamingIt(string option)
    {
        var wrong = option switch
        {
            nameof(PaperTableOptions.HiddenSize) => new PaperTableOptions { HiddenSize = 30 },
            nameof(PaperTableOptions.Tokens) => new PaperTableOptions { Tokens = 100 },
            _ => new PaperTableOptions { LearningRates = [0] },
        };

        Assert.Contains(option, Assert.Throws<TrainingException>(wrong.Validate).Message, StringComparison.Ordinal);
    }

    private static AdaptiveProvider.Training.Data.TokenStore Store()
        => Tests.Data.SmallCorpus.Store(Tests.Data.SmallCorpus.Documents(seed: 1), lengthMax: 16);

    private static double Figure(List<string> lines, string run)
        => double.Parse(lines.Single(line => line.StartsWith($"{run}: ", StringComparison.Ordinal) && line.Contains("bits per byte", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
