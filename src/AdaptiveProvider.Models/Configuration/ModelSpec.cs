using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>The mathematics of a decoder as data: all that an executor needs besides the weights.</summary>
public sealed record ModelSpec
{
    /// <summary>The architecture's name in the configuration, for reports: for example LlamaForCausalLM.</summary>
    public required string Architecture { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the gated feed-forward.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KvHeadCount { get; init; }

    /// <summary>Width of a head; even.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Rows of the embedding and of the head.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Positions that the model was made for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Epsilon of every RMS norm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Activation of the gate.</summary>
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Rotary frequencies, [head dim / 2]: the angle per position, after any scaling.</summary>
    public required ImmutableArray<float> RotaryFrequencies { get; init; }

    /// <summary>Multiplies rotary sine and cosine (YaRN's attention factor); 1 otherwise.</summary>
    public float RotaryScale { get; init; } = 1f;

    /// <summary>The weight layers' differences from each other.</summary>
    public required ImmutableArray<LayerSpec> Layers { get; init; }

    /// <summary>True when the head is the embedding.</summary>
    public required bool TiedHead { get; init; }

    /// <summary>The depth: stages, loops, exits.</summary>
    public required StageLayout Layout { get; init; }

    /// <summary>How rows choose the loops of a stage; null when every row takes all.</summary>
    public RouterSpec? Router { get; init; }

    /// <summary>After how many passes there are exits with a trained classifier; ascending.</summary>
    public ImmutableArray<int> ClassifierExits { get; init; } = [];

    /// <summary>Multiplies the token embedding; 1 leaves it.</summary>
    public float EmbeddingScale { get; init; } = 1f;

    /// <summary>What the looped stage does around its layers; null where it is nothing but its layers.</summary>
    public LoopSpec? Loops { get; init; }

    /// <summary>True when the final norm comes before the head; false where the loops leave a normed state.</summary>
    public bool NormsBeforeHead => Loops is not { NormsEveryLoop: true };
}
