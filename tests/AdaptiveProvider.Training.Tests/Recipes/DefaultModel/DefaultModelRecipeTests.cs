using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Recipes;
using AdaptiveProvider.Training.Recipes.DefaultModel;

namespace AdaptiveProvider.Training.Tests.Recipes.DefaultModel;

public sealed class DefaultModelRecipeTests
{
    private static readonly DefaultModelPlan Plan = DefaultModelPlan.Load();

    [Fact]
    public void Load_EmbeddedPlan_IsValidAndOneArchitecture()
    {
        Assert.All(Plan.Stages, stage => stage.Training.Validate());
        Assert.Equal(WeightType.BF16, Plan.StoredType);
        Assert.Single(Plan.Stages.Select(stage => System.Text.Json.JsonSerializer.Serialize(stage.Training.Architecture)).Distinct());
        Assert.False(Plan.Stages[0].Training.AssistantOnly);
        Assert.True(Plan.Stages[^1].Training.AssistantOnly);
    }

    [Fact]
    public void Scaled_HalfTheTokens_HalvesEveryStage()
    {
        long all = Plan.Stages.Sum(stage => stage.Training.Steps * stage.Training.SequenceLength * stage.Training.BatchRows * stage.Training.BatchesPerStep);

        var half = Plan.Scaled(Plan.VocabularySize, all / 2, hiddenSize: null, sequenceLengthMax: null);

        Assert.Equal(Plan.Stages.Select(stage => stage.Training.Steps / 2), half.Stages.Select(stage => stage.Training.Steps));
    }

    [Fact]
    public void Scaled_WrongWidth_Throws()
        => Assert.Throws<TrainingException>(() => Plan.Scaled(Plan.VocabularySize, tokens: null, hiddenSize: 30, sequenceLengthMax: null));

    [Fact]
    public void Run_SmallCorpus_LeavesAModelThatTheRuntimeLoads()
    {
        using var small = new RecipeCorpus();
        var lines = new List<string>();

        var figures = Recipe(small, lines).Run(CancellationToken.None);

        using var model = ModelFolder.Open(small.Folder["out/model"]);
        Assert.True(model.Spec.Router!.IsElastic);
        Assert.Equal(0, model.Spec.Router.Threshold);
        Assert.True(File.Exists(small.Folder["out/model/tokenizer.json"]));
        Assert.Contains("threshold 0.5", figures!.Depths);
        Assert.True(File.Exists(small.Folder["out/evaluation.csv"]));
        Assert.Contains(lines, line => line.Contains("synthetic_identity", StringComparison.Ordinal) && line.Contains("nothing of", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_SecondStage_BeginsWithTheFirstOnesModel()
    {
        using var small = new RecipeCorpus();
        var plan = Scaled(small);
        var lines = new List<string>();
        var still = plan with { Stages = [plan.Stages[0], plan.Stages[1] with { Training = plan.Stages[1].Training with { LearningRate = 1e-12, Steps = 1 } }] };

        Recipe(small, lines, still).Run(CancellationToken.None);

        using var first = new RunFolder(small.Folder["out/pretraining"]).LoadParameters(TorchSharp.torch.CPU, lines.Add);
        using var second = new RunFolder(small.Folder["out/chat"]).LoadParameters(TorchSharp.torch.CPU, lines.Add);
        Assert.All(first.Names, name => Assert.True(first[name].allclose(second[name], 1e-4, 1e-6), name));
    }

    [Fact]
    public void Run_Again_TrainsNothing()
    {
        using var small = new RecipeCorpus();
        Recipe(small, []).Run(CancellationToken.None);
        var lines = new List<string>();

        Recipe(small, lines).Run(CancellationToken.None);

        Assert.DoesNotContain(lines, line => line.Contains("loss", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Cancelled_ReturnsNullAndKeepsACheckpoint()
    {
        using var small = new RecipeCorpus();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Null(Recipe(small, []).Run(cancelled.Token));
        Assert.NotEmpty(Directory.GetDirectories(small.Folder["out/pretraining/checkpoints"]));
    }

    private static DefaultModelPlan Scaled(RecipeCorpus small) => Plan.Scaled(small.VocabularySize, tokens: 2048, hiddenSize: 16, sequenceLengthMax: 16);

    private static DefaultModelRecipe Recipe(RecipeCorpus small, List<string> lines, DefaultModelPlan? plan = null)
        => new(plan ?? Scaled(small), small.Corpus, small.TokenizerFolder, TrainingDevice.Open("cpu", threads: 1), small.Folder["out"], lines.Add);
}
