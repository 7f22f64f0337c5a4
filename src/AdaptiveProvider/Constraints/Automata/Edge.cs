namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A transition of an automaton for every symbol of a range.</summary>
/// <param name="First">The first symbol: a code point or a byte.</param>
/// <param name="Last">The last symbol.</param>
/// <param name="Target">The state that it leads to.</param>
internal readonly record struct Edge(int First, int Last, int Target);
