namespace AdaptiveProvider.Training.Architecture;

/// <summary>How a Mixture-of-Recursions model routes (Mixture-of-Recursions §2.2 and table 4).</summary>
public sealed record RouterConfiguration
{
    /// <summary>Who chooses.</summary>
    public required RouterKind Kind { get; init; }

    /// <summary>True for an MLP (d → 2d → GELU → out) instead of one linear map.</summary>
    public bool IsMlp { get; init; }

    /// <summary>The gate is offset + scale · sigmoid(z / temperature). Published: scale 0.1, offset 0.</summary>
    public double Scale { get; init; } = 0.1;

    /// <summary>See <see cref="Scale"/>.</summary>
    public double Offset { get; init; }

    /// <summary>See <see cref="Scale"/>.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How the gate is applied.</summary>
    public GateUpdate Update { get; init; } = GateUpdate.AddOutput;

    /// <summary>Fraction of a sequence's tokens that each loop takes, from the first loop on; the first is 1.</summary>
    public IReadOnlyList<double> Capacities { get; init; } = [];

    /// <summary>A second router, trained on detached states, decides at inference (aux_router) instead of the gate's own.</summary>
    public bool HasAuxiliaryRouter { get; init; }

    /// <summary>Capacities are drawn anew for every batch, so that one model serves every budget.</summary>
    public bool IsElastic { get; init; }
}
