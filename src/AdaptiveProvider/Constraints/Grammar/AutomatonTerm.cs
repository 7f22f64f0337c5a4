using System.Runtime.CompilerServices;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>What an automaton over bytes accepts from a state on.</summary>
internal sealed class AutomatonTerm(Automaton automaton, int state = 0) : Leaf
{
    private readonly Automaton _automaton = automaton;
    private readonly int _state = state;

    /// <inheritdoc/>
    public override ByteSet First
    {
        get
        {
            var first = default(ByteSet);
            foreach (var edge in _automaton.Edges[_state])
            {
                first |= ByteSet.Range((byte)edge.First, (byte)edge.Last);
            }

            return first;
        }
    }

    /// <inheritdoc/>
    public override bool CanEnd => _automaton.Accepting[_state];

    /// <inheritdoc/>
    public override Term? After(byte value) => new AutomatonTerm(_automaton, _automaton.Next(_state, value));

    /// <inheritdoc/>
    public override Term LookingAhead(int horizon)
    {
        int state = _automaton.Representative(_state, horizon);
        return state == _state ? this : new AutomatonTerm(_automaton, state);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AutomatonTerm other && other._automaton == _automaton && other._state == _state;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_automaton), _state);
}
