namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Which tokens may come next in a reply: one state of an automaton over tokens, JSON by a schema for example.</summary>
/// <remarks>
/// States never change, so drafts that are taken back need no undoing, one state can start any number of replies, and every thread may use it.
/// Every state that an allowed token leads to must allow a token or be complete.
/// </remarks>
public interface ITokenConstraint
{
    /// <summary>
    /// The tokens that may come next, as bits [vocabulary / 32, rounded up]. Tokens that end the reply are among them only where it may end. Where
    /// <see cref="ImpliedToken"/> names one, it is the only one.
    /// </summary>
    ReadOnlyMemory<uint> AllowedTokens { get; }

    /// <summary>The token that comes next in any case, which then needs no model; null where there is a choice.</summary>
    int? ImpliedToken { get; }

    /// <summary>True when nothing more may follow but the end: the reply ends here without drawing an end token.</summary>
    bool IsComplete { get; }

    /// <summary>The state after a token that is allowed and does not end the reply.</summary>
    /// <exception cref="ArgumentException">The token is not allowed here.</exception>
    ITokenConstraint After(int token);
}
