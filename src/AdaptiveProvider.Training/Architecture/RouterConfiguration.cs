using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>How a Mixture-of-Recursions model routes (Mixture-of-Recursions §2.2 and table 4). <see cref="RouterSpec"/> says what the runtime makes of it.</summary>
public sealed record RouterConfiguration
{
    /// <summary>Who chooses.</summary>
    public required RouterKind Kind { get; init; }

    /// <summary>True for an MLP (d → 2d → GELU → out) instead of one linear map.</summary>
    public bool IsMlp { get; init; }

    /// <summary>What turns a token-choice router's scores into weights; expert choice always takes the sigmoid.</summary>
    public RouterActivation TokenActivation { get; init; } = RouterActivation.Softmax;

    /// <summary>
    /// The gate of expert choice is offset + scale · sigmoid(z / temperature), published: 0.1 and 0; the weight of token choice is
    /// scale · activation(z / temperature), published: 1 with softmax, 0.1 with sigmoid.
    /// </summary>
    public double Scale { get; init; } = 0.1;

    /// <summary>See <see cref="Scale"/>; 0 for token choice.</summary>
    public double Offset { get; init; }

    /// <summary>See <see cref="Scale"/>.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How the gate is applied.</summary>
    public GateUpdate Update { get; init; } = GateUpdate.AddOutput;

    /// <summary>Fraction of a sequence's tokens that each loop takes, from the first loop on; the first is 1. For expert choice.</summary>
    public IReadOnlyList<double> Capacities { get; init; } = [];

    /// <summary>A second router for every loop after the first, trained on detached states, decides at inference (aux_router) instead of the gate's own.</summary>
    public bool HasAuxiliaryRouter { get; init; }

    /// <summary>The auxiliary routers are linear maps instead of MLPs.</summary>
    public bool AuxiliaryIsLinear { get; init; }

    /// <summary>Capacities are drawn anew for every batch, so that one model serves every budget. For expert choice.</summary>
    public bool IsElastic { get; init; }
}
