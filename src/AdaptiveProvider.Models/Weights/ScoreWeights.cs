namespace AdaptiveProvider.Models.Weights;

/// <summary>A router's score function: First * x, or with a second layer Second * gelu(First * x). There are no biases; gelu is the exact one.</summary>
/// <param name="First">[scores, hidden], or with a second layer [inner, hidden].</param>
/// <param name="Second">[scores, inner]; null for a linear function.</param>
public sealed record ScoreWeights(WeightTensor First, WeightTensor? Second = null)
{
    /// <summary>Scores per row.</summary>
    public int Outputs => (Second ?? First).RowCount;
}
