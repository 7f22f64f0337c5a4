namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A part of a grammar over bytes. Terms never change, and from every state that they lead to a complete document can be reached.</summary>
internal abstract class Term
{
    /// <summary>Whether it stands inside a JSON object or array, which counts against the depth of nesting.</summary>
    public virtual bool IsContainer => false;

    /// <summary>Adds what can come first, before <paramref name="rest"/>.</summary>
    public abstract void Expand(Expansion expansion, Frame? rest);

    /// <summary>A term that takes the same bytes as far as can be seen, records nothing, and stands for as many others as possible.</summary>
    /// <param name="horizon">How many bytes can be seen: those of the longest token.</param>
    public virtual Term LookingAhead(int horizon) => this;
}
