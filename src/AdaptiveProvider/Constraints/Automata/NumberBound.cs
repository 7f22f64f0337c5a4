namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A smallest or largest number.</summary>
/// <param name="Value">The number.</param>
/// <param name="IsExclusive">Whether it is itself left out.</param>
internal sealed record NumberBound(DecimalText Value, bool IsExclusive);
