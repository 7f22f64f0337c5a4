using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Everything that a training run is made of.</summary>
public sealed record TrainingRequest
{
    /// <summary>The run.</summary>
    public required TrainingConfiguration Configuration { get; init; }

    /// <summary>What it draws from, given the encoded corpus; all sources by their size unless said otherwise.</summary>
    public Func<TokenStore, MixConfiguration> Mix { get; init; } = MixConfiguration.Proportional;

    /// <summary>Where that comes from.</summary>
    public required TrainingCorpus Corpus { get; init; }

    /// <summary>The tokenizer.</summary>
    public required string TokenizerFolder { get; init; }

    /// <summary>For everything that the run leaves; created when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>A run or a model folder whose weights a new run begins with; null for random ones.</summary>
    public string? InitializeFrom { get; init; }
}
