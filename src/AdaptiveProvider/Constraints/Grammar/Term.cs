namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A part of a grammar over bytes. Terms never change, and from every state that they lead to a complete document can be reached.</summary>
internal abstract class Term
{
    /// <summary>Whether it stands inside a JSON object or array, which counts against the depth of nesting.</summary>
    public virtual bool IsContainer => false;

    /// <summary>Adds what can come first, before <paramref name="rest"/>.</summary>
    public abstract void Expand(Expansion expansion, Frame? rest);

    /// <summary>The same term for looking ahead, which records nothing.</summary>
    public virtual Term LookingAhead() => this;
}
