using AdaptiveProvider.Constraints.Grammar;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>Steps a constraint by bytes, past what its tokens force.</summary>
internal static class ConstraintBytes
{
    /// <summary>The state after a byte; null where it is not allowed.</summary>
    public static ITokenConstraint? AfterByte(this ITokenConstraint constraint, byte value) => ((ConstraintState)constraint).AfterUnimplied(value);
}
