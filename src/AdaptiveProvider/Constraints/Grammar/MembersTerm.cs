using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The rest of an object from a declared property on.</summary>
internal sealed class MembersTerm(ObjectSpec spec, int index, int count, bool isFirst, bool looksAhead) : Term
{
    private readonly ObjectSpec _spec = spec;
    private readonly (int Index, int Count, bool IsFirst, bool LooksAhead) _state = (index, count, isFirst, looksAhead);

    /// <inheritdoc/>
    public override bool IsContainer => true;

    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest) => _spec.Expand(expansion, rest, _state.Index, _state.Count, _state.IsFirst, _state.LooksAhead);

    /// <inheritdoc/>
    public override Term LookingAhead(int horizon)
        => _state.LooksAhead || _spec.Additional is null ? this : new MembersTerm(_spec, _state.Index, _state.Count, _state.IsFirst, looksAhead: true);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MembersTerm other && other._spec == _spec && other._state == _state;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_spec), _state);
}
