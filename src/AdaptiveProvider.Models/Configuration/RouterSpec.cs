using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>How the router of a looped stage chooses each row's loops and weighs what they return (Mixture-of-Recursions, 2507.10524).</summary>
/// <remarks>
/// Routers read the raw residual stream, without a norm. Let f be a loop's score function (<see cref="Weights.RouterWeights"/>) and H the state
/// before the loop.
/// <para>Expert choice: loop 0 runs always; loop r runs where loop r - 1 ran and sigmoid(f_r(H)) &gt; the threshold (with
/// <see cref="HasAuxiliary"/>: where sigmoid(auxiliary_r(H)) is). Each loop updates H with the weight Offset + Scale * sigmoid(f_r(H) / Temperature).</para>
/// <para>Token choice: p = Scale * activation(f(H0) / Temperature), [loops], H0 the stage's input; the row takes loops 0 to
/// t = argmax(p + bias), ungated, on the running state; then H0 is updated with that state and the weight p[t].</para>
/// A row that stops goes on with the next stage. A row attends in a loop only to rows that took it, unless the loops share the first one's plane.
/// </remarks>
public sealed record RouterSpec
{
    /// <summary>Index of the routed stage in the layout.</summary>
    public required int Stage { get; init; }

    /// <summary>When it decides.</summary>
    public required RouterKind Kind { get; init; }

    /// <summary>Scores to weights; sigmoid for expert choice.</summary>
    public RouterActivation Activation { get; init; }

    /// <summary>Multiplies the activation.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Added to the weight of expert choice.</summary>
    public float Offset { get; init; }

    /// <summary>Divides the scores that weigh; above 0. Those that decide expert choice are taken as they are.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>What the weight does.</summary>
    public RouterUpdate Update { get; init; }

    /// <summary>True when a second score function decides whether a loop runs, and the first only weighs it.</summary>
    public bool HasAuxiliary { get; init; }

    /// <summary>The model's own threshold, 0 to 1; for expert choice.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>True when training drew capacities, so that every threshold gives a usable model. For reports.</summary>
    public bool IsElastic { get; init; }

    /// <summary>The fraction of rows that each loop took in training, [loops]; empty when not stated. For reports.</summary>
    public ImmutableArray<float> Capacities { get; init; } = [];
}
