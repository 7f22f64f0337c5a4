namespace AdaptiveProvider.Training.Model;

/// <summary>What a forward pass is to give besides the final state, and what it is to leave out.</summary>
/// <param name="Exits">Indices of segments after which states are taken as tokens that leave there would have them at the head.</param>
/// <param name="States">Indices of segments after which the residual stream is taken as it is.</param>
/// <param name="Dropout">Layer applications that some sequences do without; null for none.</param>
internal sealed record ForwardRequest(IReadOnlyCollection<int> Exits, IReadOnlyCollection<int> States, LayerDropout? Dropout)
{
    /// <summary>The final state alone.</summary>
    public static ForwardRequest None { get; } = new([], [], null);
}
