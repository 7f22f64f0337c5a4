using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>One space or none, or never one. More is never allowed: a model could go on with white space for ever.</summary>
internal sealed class SpaceTerm(bool isAllowed) : Leaf
{
    /// <inheritdoc/>
    public override ByteSet First { get; } = isAllowed ? ByteSet.Of((byte)' ') : default;

    /// <inheritdoc/>
    public override bool CanEnd => true;

    /// <inheritdoc/>
    public override Term? After(byte value) => null;
}
