using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Bounds the automata of one schema together, and with them the time and the memory that compiling it takes.</summary>
internal sealed class AutomatonBudget
{
    private const int StatesMax = 10 * Automaton.StatesMax;
    private int _states;

    /// <summary>Counts an automaton.</summary>
    public Automaton Count(Automaton automaton)
    {
        _states += automaton.Edges.Length;
        return automaton;
    }

    /// <summary>Counts one that became too large.</summary>
    public void CountFailure() => _states += Automaton.StatesMax;

    /// <summary>Refuses what would be over the bound.</summary>
    /// <exception cref="SchemaNotSupportedException">The schema's automata have too many states already.</exception>
    public void ThrowIfSpent(SchemaNode node)
    {
        if (_states > StatesMax)
        {
            throw node.Unsupported("schema", $"needs automata of more than {StatesMax} states together; use fewer or simpler patterns and ranges");
        }
    }
}
