namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>One way to write a value.</summary>
/// <param name="Term">What it looks like.</param>
/// <param name="ComputeHeight">How deep it must nest, from what is known of the rules that it needs.</param>
internal sealed record Alternative(Term Term, Func<int> ComputeHeight)
{
    /// <summary>How deep it must nest.</summary>
    public int Height { get; set; } = Rule.Infinite;
}
