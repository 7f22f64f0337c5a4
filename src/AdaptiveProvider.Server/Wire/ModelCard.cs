namespace AdaptiveProvider.Server.Wire;

/// <summary>A name that can be asked for.</summary>
internal sealed record ModelCard(string Id, long Created)
{
    public string Object { get; } = "model";

    public string OwnedBy { get; } = "adaptive";

    /// <summary>What the model offers; null where another client runs it.</summary>
    public ModelDepth? Adaptive { get; init; }
}
