using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Recipes.PaperTable;
using AdaptiveProvider.Training.Tests.Data;
using TorchSharp;

namespace AdaptiveProvider.Training.Tests.Recipes.PaperTable;

/// <summary>A comparison of models that are far too small, trained once for all tests that look at it.</summary>
public sealed class PaperTableFixture : IDisposable
{
    /// <summary>Ten steps a model.</summary>
    public static readonly PaperTableOptions Options = new()
    {
        HiddenSize = 16,
        SequenceLength = 16,
        BatchRows = 2,
        Tokens = 320,
        LearningRates = [1e-3, 4e-3],
        RepeatedRuns = 1,
        HeldOutBatchesMax = 1,
    };

    private readonly TemporaryFolder _folder = new();

    public PaperTableFixture()
    {
        Device = TrainingDevice.Open("cpu", threads: 1);
        Results = Recipe(_folder.Path, Options, Lines).Run(CancellationToken.None)!;
    }

    /// <summary>The processor.</summary>
    public torch.Device Device { get; }

    /// <summary>What the recipe gave.</summary>
    public IReadOnlyList<PaperTableResult> Results { get; }

    /// <summary>What it told.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What it left.</summary>
    public string Folder => _folder.Path;

    /// <summary>A recipe over the same corpus.</summary>
    public PaperTableRecipe Recipe(string folder, PaperTableOptions options, List<string> lines)
        => new(options, SmallCorpus.Store(SmallCorpus.Documents(seed: 1), lengthMax: 16), Device, folder, lines.Add);

    /// <summary>A copy of what the recipe left, to be changed.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            string target = copy[Path.GetRelativePath(Folder, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
