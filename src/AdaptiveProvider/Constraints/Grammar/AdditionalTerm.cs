using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The rest of an object behind an additional property, with the names that are taken.</summary>
/// <remarks>Looking ahead over a token it knows no names, so no further one may be completed: that keeps the states few, and lets their masks be shared.</remarks>
internal sealed class AdditionalTerm(ObjectSpec spec, KeyChain taken, int count, bool looksAhead) : Term
{
    private readonly ObjectSpec _spec = spec;
    private readonly (KeyChain Taken, int Count, bool LooksAhead) _state = (looksAhead ? KeyChain.None : taken, count, looksAhead);

    /// <inheritdoc/>
    public override bool IsContainer => true;

    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest)
        => _spec.ExpandAdditional(expansion, rest, _state.Taken, _state.Count, isFirst: false, _state.LooksAhead);

    /// <inheritdoc/>
    public override Term LookingAhead(int horizon) => _state.LooksAhead ? this : new AdditionalTerm(_spec, KeyChain.None, _state.Count, looksAhead: true);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AdditionalTerm other && other._spec == _spec && other._state == _state;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_spec), _state);
}
