using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Recipes;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Recipes;

public sealed class RunFolderTests
{
    private static readonly TrainingConfiguration Configuration = new()
    {
        Architecture = new ArchitectureConfiguration
        {
            VocabularySize = 320,
            HiddenSize = 16,
            IntermediateSize = 32,
            HeadCount = 2,
            KvHeadCount = 1,
            HeadDim = 8,
            ContextLength = 32,
            LayersPerLoop = 2,
        },
        Steps = 3,
        SequenceLength = 16,
        BatchRows = 2,
        BatchesPerStep = 1,
    };

    public RunFolderTests() => TrainingDevice.Open("cpu", threads: 1);

    [Fact]
    public void ReadConfiguration_AfterWrite_GivesTheSame()
    {
        using var files = new TemporaryFolder();
        var folder = new RunFolder(files.Path);

        folder.Write(Configuration, MixConfiguration.Of(("books", 1)), files.Path);

        Assert.Equal(Json(Configuration), Json(folder.ReadConfiguration()));
    }

    [Fact]
    public void ReadConfiguration_NoRun_ThrowsSayingWhatToName()
    {
        using var files = new TemporaryFolder();

        Assert.Contains("run.json", Assert.Throws<TrainingException>(() => new RunFolder(files.Path).ReadConfiguration()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireSame_OtherArchitecture_Throws()
    {
        using var files = new TemporaryFolder();
        var folder = new RunFolder(files.Path);
        folder.Write(Configuration, MixConfiguration.Of(("books", 1)), files.Path);

        var other = Configuration with { Architecture = Configuration.Architecture with { LayersPerLoop = 3 } };

        Assert.Contains("another architecture", Assert.Throws<TrainingException>(() => folder.RequireSame(other, _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireSame_OtherSteps_WarnsNamingTheField()
    {
        using var files = new TemporaryFolder();
        var folder = new RunFolder(files.Path);
        folder.Write(Configuration, MixConfiguration.Of(("books", 1)), files.Path);
        var warnings = new List<string>();

        folder.RequireSame(Configuration with { Steps = 9 }, warnings.Add);

        Assert.EndsWith("changed values of steps.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadParameters_NewestDamaged_GivesTheOneBeforeAndWarns()
    {
        using var small = new RecipeCorpus();
        string path = Train(small, Configuration);
        string[] checkpoints = [.. Directory.GetDirectories(Path.Combine(path, "checkpoints")).Order()];
        File.WriteAllText(Path.Combine(checkpoints[^1], "model.safetensors"), "damaged");
        var warnings = new List<string>();

        using var parameters = new RunFolder(path).LoadParameters(torch.CPU, warnings.Add);

        Assert.Equal(2, checkpoints.Length);
        Assert.Contains(checkpoints[^1], Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadParameters_AllDamaged_Throws()
    {
        using var small = new RecipeCorpus();
        string path = Train(small, Configuration);
        foreach (string checkpoint in Directory.GetDirectories(Path.Combine(path, "checkpoints")))
        {
            File.Delete(Path.Combine(checkpoint, "model.safetensors"));
        }

        Assert.Throws<TrainingException>(() => new RunFolder(path).LoadParameters(torch.CPU, _ => { }));
    }

    [Fact]
    public void Open_FromPlainRun_KeepsRoutersStartAndSaysSo()
    {
        using var small = new RecipeCorpus();
        var recursive = Configuration with { Architecture = Configuration.Architecture with { Sharing = ParameterSharing.Cycle, Loops = 2 } };
        string plain = Train(small, recursive);
        var router = new RouterConfiguration { Kind = RouterKind.ExpertChoice, Capacities = [1, 0.5] };
        var routed = recursive with { Architecture = recursive.Architecture with { Router = router } };
        var warnings = new List<string>();

        using var session = TrainingSession.Open(Request(small, routed, small.Folder["routed"]) with { InitializeFrom = plain }, torch.CPU, warnings.Add);

        Assert.Contains("router", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FromShallowerModel_ThrowsNamingWhatIsMissing()
    {
        using var small = new RecipeCorpus();
        string shallow = Train(small, Configuration);
        var deeper = Configuration with { Architecture = Configuration.Architecture with { LayersPerLoop = 3 } };

        var failure = Assert.Throws<TrainingException>(() => TrainingSession.Open(Request(small, deeper, small.Folder["deeper"]) with { InitializeFrom = shallow }, torch.CPU, _ => { }));

        Assert.Contains("model.layers.2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TokenizerLargerThanVocabulary_Throws()
    {
        using var small = new RecipeCorpus();
        var narrow = Configuration with { Architecture = Configuration.Architecture with { VocabularySize = 100 } };

        var failure = Assert.Throws<TrainingException>(() => TrainingSession.Open(Request(small, narrow, small.Folder["narrow"]), torch.CPU, _ => { }));

        Assert.Contains("VocabularySize", failure.Message, StringComparison.Ordinal);
    }

    private static string Train(RecipeCorpus small, TrainingConfiguration configuration)
    {
        string folder = small.Folder["run"];
        using var session = TrainingSession.Open(Request(small, configuration, folder), torch.CPU, _ => { });
        session.Run(_ => { }, checkpointInterval: TimeSpan.Zero, timeLimit: null, CancellationToken.None);
        return folder;
    }

    private static TrainingRequest Request(RecipeCorpus small, TrainingConfiguration configuration, string folder)
        => new() { Configuration = configuration, Corpus = small.Corpus, TokenizerFolder = small.TokenizerFolder, Folder = folder };

    private static string Json(TrainingConfiguration configuration) => System.Text.Json.JsonSerializer.Serialize(configuration, TrainingConfiguration.Json);
}
