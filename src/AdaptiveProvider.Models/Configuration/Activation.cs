namespace AdaptiveProvider.Models.Configuration;

/// <summary>Activation functions of the gated feed-forward.</summary>
public enum Activation
{
    /// <summary>x * sigmoid(x).</summary>
    Silu,

    /// <summary>The tanh approximation of GELU.</summary>
    GeluTanh,
}
