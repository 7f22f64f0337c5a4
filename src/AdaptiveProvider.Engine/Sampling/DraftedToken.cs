using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>A token that an exit has drafted, for full depth to verify. The draw returns it when it stands, else another token.</summary>
/// <param name="Token">The token.</param>
/// <param name="Acceptance">The rule: rejection or cross-entropy; the same draw needs no help from the sampler.</param>
public sealed record DraftedToken(int Token, DraftAcceptance Acceptance)
{
    /// <summary>Rejection: the probabilities that it was drawn from, [vocabulary].</summary>
    public ReadOnlyMemory<float> Distribution { get; init; }

    /// <summary>Rejection: the uniform number in [0, 1) that decides whether it stands; the row's own then draws the replacement.</summary>
    public float Uniform { get; init; }

    /// <summary>Cross-entropy: the most, in nats of the raw logits, with which it stands.</summary>
    public float CrossEntropyMax { get; init; }
}
