using System.Collections.Immutable;
using AdaptiveProvider.Constraints;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Completion;

/// <summary>How a prompt is completed. Immutable.</summary>
public sealed record CompletionSettings
{
    /// <summary>Most tokens to generate, at least 1; null means up to the end of the context, which also ends a longer wish.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>How tokens are drawn. Default greedy.</summary>
    public SamplingSettings Sampling { get; init; } = SamplingSettings.Greedy;

    /// <summary>Seed of the draws; null takes a random one.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts that end the reply and are not part of it; they may span tokens. Needs a tokenizer.</summary>
    public ImmutableArray<string> StopSequences { get; init; } = [];

    /// <summary>Tokens that end the reply besides the model's own end tokens.</summary>
    public ImmutableArray<int> StopTokens { get; init; } = [];

    /// <summary>Go on past the model's end tokens, up to the maximum.</summary>
    public bool IgnoreEndTokens { get; init; }

    /// <summary>What the reply must look like: the state it starts in, from <see cref="JsonConstraints"/> for example; null leaves it free.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>How deep the reply's tokens go. Default full depth.</summary>
    public DepthOptions Depth { get; init; } = new();

    /// <summary>How many of the highest raw logits to report beside each token; 0 to the vocabulary.</summary>
    public int TopLogitCount { get; init; }

    /// <summary>Leave special tokens out of the text. Default true.</summary>
    public bool SkipSpecialTokens { get; init; } = true;

    /// <summary>Special tokens that stand in the text although the others are left out: those that mark calls of functions, for example.</summary>
    public ImmutableArray<int> ShownSpecialTokens { get; init; } = [];

    /// <summary>How the reader can end the reply; null where it only stops reading.</summary>
    internal EarlyEnd? EarlyEnd { get; init; }
}
