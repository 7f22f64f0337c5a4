namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>How often drafts of an exit stood when it was measured.</summary>
public sealed record ExitAcceptance
{
    /// <summary>Passes after which tokens were drafted.</summary>
    public required int Exit { get; init; }

    /// <summary>Share of drafts that stood, of those whose predecessors in the round did, 0 to 1.</summary>
    public required double Acceptance { get; init; }
}
