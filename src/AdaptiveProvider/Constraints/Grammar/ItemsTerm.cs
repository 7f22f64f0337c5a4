using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>The rest of an array behind so many items.</summary>
internal sealed class ItemsTerm(ArraySpec spec, int count) : Term
{
    private readonly ArraySpec _spec = spec;
    private readonly int _count = count;

    /// <inheritdoc/>
    public override bool IsContainer => true;

    /// <inheritdoc/>
    public override void Expand(Expansion expansion, Frame? rest) => _spec.Expand(expansion, rest, _count);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ItemsTerm other && other._spec == _spec && other._count == _count;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_spec), _count);
}
