using System.Collections.Immutable;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The weights that are measured: a checkpoint's, or random ones of a known shape.</summary>
internal sealed class BenchSubject : IDisposable
{
    private readonly ModelFolder? _folder;

    private BenchSubject(string name, ModelSpec spec, DecoderWeights weights, ModelFolder? folder)
        => (Name, Spec, Weights, _folder) = (name, spec, weights, folder);

    /// <summary>What the report calls it.</summary>
    public string Name { get; }

    /// <summary>The model folder; null for random weights.</summary>
    public string? Folder => _folder?.Path;

    /// <summary>Tokens that end a reply; empty for random weights.</summary>
    public ImmutableArray<int> EndTokens => _folder?.GenerationDefaults.EosTokens ?? [];

    public ModelSpec Spec { get; }

    public DecoderWeights Weights { get; }

    /// <summary>A model folder's weights.</summary>
    public static BenchSubject OfFolder(string path)
    {
        var folder = ModelFolder.Open(path);
        return new BenchSubject(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), folder.Spec, folder.Weights, folder);
    }

    /// <summary>Random weights of a known shape.</summary>
    /// <exception cref="ArgumentException">There is no such shape; the message lists them.</exception>
    public static BenchSubject OfShape(string name)
    {
        var spec = KnownShapes.Find(name);
        return new BenchSubject(name, spec, RandomWeights.Create(spec, seed: 1), null);
    }

    public void Dispose() => _folder?.Dispose();
}
