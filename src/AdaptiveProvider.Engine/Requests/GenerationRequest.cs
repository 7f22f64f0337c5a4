using System.Collections.Frozen;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>An immutable order for tokens. The engine knows nothing of text.</summary>
public sealed record GenerationRequest
{
    /// <summary>The prompt's token ids; at least one.</summary>
    public required ReadOnlyMemory<int> PromptTokens { get; init; }

    /// <summary>Most tokens to generate; null means up to the end of the context.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>How tokens are drawn.</summary>
    public SamplingSettings Sampling { get; init; } = SamplingSettings.Greedy;

    /// <summary>Seed of the draws; null takes a random one.</summary>
    public long? Seed { get; init; }

    /// <summary>Tokens that end the reply; they are not delivered.</summary>
    public FrozenSet<int> StopTokens { get; init; } = [];

    /// <summary>Static exit: passes that prompt and reply take before the head; null is full depth.</summary>
    public int? ExitPass { get; init; }

    /// <summary>
    /// What a row's router score must exceed for another loop: 0 always takes every loop, 1 or more only the first, between them the rows choose;
    /// null is the model's own threshold. Only for models with a threshold router.
    /// </summary>
    public float? RouterThreshold { get; init; }

    /// <summary>
    /// How the reply's tokens spend depth, the prompt apart, which runs at full depth; null is full depth, or what <see cref="ExitPass"/> and
    /// <see cref="RouterThreshold"/> say, which hold for the prompt too.
    /// </summary>
    public DepthSettings? Depth { get; init; }

    /// <summary>
    /// The reply where it is known: these tokens are taken one after another whatever is drawn, stop tokens among them too, and each is reported with
    /// its log probability (<see cref="TokenEvent.LogProbability"/>). Scores a text at the depth that the request spends on it (teacher forcing). Empty takes
    /// what is drawn. Then <see cref="MaxOutputTokens"/> must be null, and the method one without drafts.
    /// </summary>
    public ReadOnlyMemory<int> ForcedTokens { get; init; }

    /// <summary>Which tokens the reply may consist of: the state it starts in; null allows all. The reply ends where the constraint is complete.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>How many of the highest raw logits to report beside each token; 0 to the vocabulary.</summary>
    public int TopLogitCount { get; init; }

    /// <summary>False computes the whole prompt even if a slot still holds a prefix of it.</summary>
    public bool ReusePrefix { get; init; } = true;
}
