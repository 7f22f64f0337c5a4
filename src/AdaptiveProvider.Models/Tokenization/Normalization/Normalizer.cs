namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Rewrites a text before it is cut into words.</summary>
internal abstract class Normalizer
{
    /// <summary>The most characters that one character can become; bounds what a hostile file can make of a short text.</summary>
    public virtual double Growth => 1;

    public abstract string Normalize(string text);
}
