namespace AdaptiveProvider.Models.Configuration;

/// <summary>Where the norms of a layer's two branches, attention f and feed-forward f, stand.</summary>
public enum NormPlacement
{
    /// <summary>x + f(norm(x)): one norm before each branch.</summary>
    Before,

    /// <summary>x + norm₂(f(norm₁(x))): each branch between two norms (Ouro, 2510.25741).</summary>
    AroundBranch,

    /// <summary>norm₂(x + f(norm₁(x))): the second norm takes the sum, so that the residual stream itself is normed (Huginn, 2502.05171).</summary>
    AfterSum,
}
