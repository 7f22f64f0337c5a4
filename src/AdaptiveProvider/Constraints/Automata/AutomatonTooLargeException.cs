namespace AdaptiveProvider.Constraints.Automata;

/// <summary>What was asked for would need more states than an automaton may have.</summary>
internal sealed class AutomatonTooLargeException() : Exception($"needs an automaton of more than {Automaton.StatesMax} states; use smaller bounds or a simpler expression");
