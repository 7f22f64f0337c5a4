namespace AdaptiveProvider.Models.Configuration;

/// <summary>What turns a router's scores into weights.</summary>
public enum RouterActivation
{
    /// <summary>1 / (1 + exp(-score)), each score by itself.</summary>
    Sigmoid,

    /// <summary>exp(score) over the sum of the exponentials of all depths; token choice only.</summary>
    Softmax,
}
