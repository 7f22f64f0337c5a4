namespace AdaptiveProvider;

/// <summary>All that a call can say beyond <see cref="Microsoft.Extensions.AI.ChatOptions"/>, typed; for <see cref="Microsoft.Extensions.AI.ChatOptions.RawRepresentationFactory"/>.</summary>
/// <remarks>
/// What is not null here is stronger than additional properties. A factory is no part of a response cache's key: under <c>UseDistributedCache</c>
/// two calls that differ only here share a reply. There use the extension properties or <see cref="AdaptiveOptionKeys"/>.
/// </remarks>
public sealed record AdaptiveRequestOptions
{
    /// <summary>How deep to go.</summary>
    public DepthOptions Depth { get; init; } = new();

    /// <inheritdoc cref="AdaptiveOptionKeys.MinP"/>
    public float? MinP { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.RepetitionPenalty"/>
    public float? RepetitionPenalty { get; init; }
}
