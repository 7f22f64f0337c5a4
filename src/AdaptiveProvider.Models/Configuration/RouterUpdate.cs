namespace AdaptiveProvider.Models.Configuration;

/// <summary>How the output Y of a routed block, which includes the block's own residual stream, changes the state H, given the weight g.</summary>
public enum RouterUpdate
{
    /// <summary>H + g * Y: the published Mixture-of-Recursions.</summary>
    AddOutput,

    /// <summary>H + g * (Y - H): a weight of one is the plain loop, a weight of zero no loop.</summary>
    Interpolate,
}
