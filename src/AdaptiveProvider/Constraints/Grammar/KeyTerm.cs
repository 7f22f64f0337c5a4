using System.Runtime.CompilerServices;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The name of an additional property behind its opening quote: any text that is not taken, with everything up to the next member.</summary>
/// <remarks>Names are written in one way only, so that equal names have equal bytes. The name is recorded, except when looking ahead.</remarks>
internal sealed class KeyTerm : Leaf
{
    private static readonly LiteralTerm Colon = new(":");
    private readonly ObjectSpec _spec;
    private readonly (KeyChain Taken, KeyText? Text, TakenNames Names, int Count, int Character, bool LooksAhead, bool CanClose) _state;

    private KeyTerm(ObjectSpec spec, (KeyChain Taken, KeyText? Text, TakenNames Names, int Count, int Character, bool LooksAhead, bool CanClose) state) => (_spec, _state) = (spec, state);

    /// <inheritdoc/>
    public override ByteSet First => JsonCharacter.First(_state.Character, isCanonical: true) | (CanCloseHere ? ByteSet.Of((byte)'"') : default);

    /// <inheritdoc/>
    public override bool IsContainer => true;

    /// <inheritdoc/>
    public override int PlainCharacters => _state.Character == JsonCharacter.Boundary ? CharactersTerm.Unbounded : 0;

    private bool CanCloseHere => _state.Character == JsonCharacter.Boundary && _state.CanClose && !_state.Names.IsTaken;

    /// <summary>Before the first character.</summary>
    public static KeyTerm Begin(ObjectSpec spec, KeyChain taken, int count, bool looksAhead)
    {
        var names = TakenNames.Begin(looksAhead ? [] : spec.Reserved.Concat(taken.Names));
        return new KeyTerm(spec, (looksAhead ? KeyChain.None : taken, null, names, count, JsonCharacter.Boundary, looksAhead, !looksAhead));
    }

    /// <inheritdoc/>
    public override Term After(byte value)
    {
        if (value == '"' && CanCloseHere)
        {
            var taken = _state.LooksAhead ? KeyChain.None : _state.Taken.With(KeyText.Bytes(_state.Text));
            return new SequenceTerm(Colon, _spec.Space, _spec.Additional!, new AdditionalTerm(_spec, taken, _spec.CountAfter(_state.Count), _state.LooksAhead));
        }

        return new KeyTerm(_spec, _state with
        {
            Text = _state.LooksAhead ? null : new KeyText(_state.Text, value),
            Names = _state.Names.After(value),
            Character = JsonCharacter.Next(_state.Character, value),
        });
    }

    /// <inheritdoc/>
    public override Term LookingAhead(int horizon) => _state.LooksAhead ? this : new KeyTerm(_spec, _state with { LooksAhead = true, Taken = KeyChain.None, Text = null });

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KeyTerm other && other._spec == _spec && other._state.Equals(_state);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_spec), _state.Names, _state.Character, _state.Text);
}
