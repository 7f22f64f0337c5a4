using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The recipe of a small random checkpoint: shape, family, storage and seed.</summary>
public sealed record TinyModel
{
    /// <summary>What the model is there to test.</summary>
    public required string Name { get; init; }

    public string Architecture { get; init; } = "LlamaForCausalLM";

    public int Seed { get; init; } = 1;

    /// <summary>Layer applications at full depth.</summary>
    public int Layers { get; init; } = 4;

    public int Hidden { get; init; } = 32;

    public int Intermediate { get; init; } = 48;

    public int Heads { get; init; } = 4;

    public int KvHeads { get; init; } = 2;

    public int HeadDim { get; init; } = 8;

    public int Vocabulary { get; init; } = 96;

    public int Context { get; init; } = 128;

    public bool TiedHead { get; init; }

    public bool QueryKeyValueBias { get; init; }

    public bool OutputBias { get; init; }

    public bool FeedForwardBias { get; init; }

    public bool QueryKeyNorm { get; init; }

    public bool FusedProjections { get; init; }

    /// <summary>Each branch has a norm behind it too, as in Ouro.</summary>
    public bool OutputNorms { get; init; }

    /// <summary>How layers are shared; null for an ordinary model.</summary>
    public TinyRecursion? Recursion { get; init; }

    /// <summary>Layer applications before the exits that have a random classifier.</summary>
    public ImmutableArray<int> ClassifierLayers { get; init; } = [];

    /// <summary>More fields of config.json, as a JSON object.</summary>
    public string ConfigFields { get; init; } = "{}";

    /// <summary>How the weights are stored.</summary>
    public WeightType StoredType { get; init; } = WeightType.F32;

    /// <summary>Data bytes per weight file; the default makes one file, less makes shards.</summary>
    public long ShardBytesMax { get; init; } = long.MaxValue;

    public override string ToString() => Name;
}
