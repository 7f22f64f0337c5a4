namespace AdaptiveProvider.Training.Architecture;

/// <summary>How a loop's output Y joins the state H, given the gate g.</summary>
public enum GateUpdate
{
    /// <summary>H + g·Y, as in the published Mixture-of-Recursions code; Y holds the residual stream too.</summary>
    AddOutput,

    /// <summary>H + g·(Y − H): g = 1 is a plain loop, so that a recursive model needs no relearning.</summary>
    Interpolate,
}
