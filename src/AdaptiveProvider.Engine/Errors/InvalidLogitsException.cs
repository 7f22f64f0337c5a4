namespace AdaptiveProvider.Engine;

/// <summary>The model gave no usable logits for a request's next token; the request ends, others go on.</summary>
public sealed class InvalidLogitsException(int tokenIndex) : AdaptiveProviderException(
    $"No token could be drawn at index {tokenIndex} of the reply: the logits hold NaN or infinity, or the token mask allows nothing. "
    + "Check the model's weights, try another weight precision, or loosen the constraint.")
{
    /// <summary>Index in the reply, from 0, of the token that could not be drawn.</summary>
    public int TokenIndex { get; } = tokenIndex;
}
