using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The inside of a JSON string of any text: so many characters, counted in code points, not unrolled.</summary>
internal sealed class CharactersTerm(int countMin, int countMax, int character = JsonCharacter.Boundary) : Leaf
{
    /// <summary>No largest number.</summary>
    public const int Unbounded = int.MaxValue;

    private readonly (int Min, int Max, int Character) _state = (countMin, countMax, character);

    /// <inheritdoc/>
    public override ByteSet First => _state.Max == 0 ? default : JsonCharacter.First(_state.Character, isCanonical: false);

    /// <inheritdoc/>
    public override bool CanEnd => _state is { Min: 0, Character: JsonCharacter.Boundary };

    /// <inheritdoc/>
    public override int PlainCharacters => _state.Character == JsonCharacter.Boundary ? _state.Max : 0;

    /// <inheritdoc/>
    public override Term? After(byte value)
    {
        int next = JsonCharacter.Next(_state.Character, value);
        return next != JsonCharacter.Boundary
            ? new CharactersTerm(_state.Min, _state.Max, next)
            : new CharactersTerm(Math.Max(0, _state.Min - 1), _state.Max == Unbounded ? Unbounded : _state.Max - 1);
    }

    /// <inheritdoc/>
    public override Term LookingAhead(int horizon)
    {
        // Every character has a byte at least, so that farther bounds cannot be reached.
        var (min, max) = (Math.Min(_state.Min, horizon + 1), _state.Max > horizon ? Unbounded : _state.Max);
        return (min, max) == (_state.Min, _state.Max) ? this : new CharactersTerm(min, max, _state.Character);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CharactersTerm other && other._state == _state;

    /// <inheritdoc/>
    public override int GetHashCode() => _state.GetHashCode();
}
