using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A state of a grammar between two tokens, or amid tokens that are implied.</summary>
internal sealed class ConstraintState : ITokenConstraint
{
    private readonly TokenAutomaton _automaton;
    private readonly GrammarState _state;
    private readonly int[] _implied;
    private readonly int _index;
    private uint[]? _mask;
    private ConstraintState? _next;

    /// <summary>Describes a state.</summary>
    /// <param name="automaton">What it belongs to.</param>
    /// <param name="state">The bytes so far.</param>
    /// <param name="implied">Tokens that follow in any case.</param>
    /// <param name="index">The first of them that follows here.</param>
    public ConstraintState(TokenAutomaton automaton, GrammarState state, int[] implied, int index)
        => (_automaton, _state, _implied, _index) = (automaton, state, implied, index);

    /// <inheritdoc/>
    public ReadOnlyMemory<uint> AllowedTokens => _mask ??= ImpliedToken is { } token ? Only(token) : _automaton.MaskOf(_state);

    /// <inheritdoc/>
    public int? ImpliedToken => _index < _implied.Length ? _implied[_index] : null;

    /// <inheritdoc/>
    public bool IsComplete => _state.Accepts && _state.First.IsEmpty;

    /// <inheritdoc/>
    public ITokenConstraint After(int token)
    {
        if (ImpliedToken is { } implied)
        {
            return token == implied ? _next ??= AfterImplied() : throw NotAllowed(token);
        }

        return _automaton.After(_state, token) ?? throw NotAllowed(token);
    }

    /// <summary>The state after a byte, whatever tokens are implied; null where it is not allowed.</summary>
    internal ConstraintState? AfterUnimplied(byte value) => _automaton.AfterByte(_state, value);

    // The state of the bytes is found again, so that it need not be kept while it is forgotten.
    private ConstraintState AfterImplied()
    {
        var free = _automaton.After(_state, _implied[_index])!;
        return _index + 1 == _implied.Length ? free : new ConstraintState(_automaton, free._state, _implied, _index + 1);
    }

    private uint[] Only(int token)
    {
        uint[] mask = new uint[_automaton.Vocabulary.MaskLength];
        mask[token / 32] |= 1u << (token % 32);
        return mask;
    }

    private static ArgumentException NotAllowed(int token) => new($"The token {token} is not allowed here.", nameof(token));
}
