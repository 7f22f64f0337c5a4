namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A stack of terms still to come, the top first. Equal stacks are one object.</summary>
internal sealed class Frame(Term term, Frame? rest, int id)
{
    /// <summary>What comes first.</summary>
    public Term Term { get; } = term;

    /// <summary>What comes then; null for the end of the document.</summary>
    public Frame? Rest { get; } = rest;

    /// <summary>Number in order of creation.</summary>
    public int Id { get; } = id;

    /// <summary>Objects and arrays that are open.</summary>
    public int Depth { get; } = (rest?.Depth ?? 0) + (term.IsContainer ? 1 : 0);
}
