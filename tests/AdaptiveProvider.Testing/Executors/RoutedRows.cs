using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What a text's rows gave: tokens with their highest logits, and how deep each row went.</summary>
/// <param name="Tokens">[rows]</param>
/// <param name="Layers">Layer applications, [rows].</param>
public sealed record RoutedRows(SampledToken[] Tokens, int[] Layers)
{
    /// <summary>Some of the rows.</summary>
    public RoutedRows this[Range range] => new(Tokens[range], Layers[range]);
}
