using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>All the ways in which the bytes so far may have been meant, and what follows; computed once.</summary>
internal sealed class GrammarState(Frame[] threads, bool accepts)
{
    /// <summary>Stacks, each with a leaf on top, by number.</summary>
    public Frame[] Threads { get; } = threads;

    /// <summary>Whether the document may end here.</summary>
    public bool Accepts { get; } = accepts;

    /// <summary>The bytes that may come next.</summary>
    public ByteSet First { get; } = Union(threads);

    /// <summary>How often the machine had been cleared when the following was found out.</summary>
    public int Generation { get; set; }

    /// <summary>Where bytes lead, [256]; null where it is not yet known.</summary>
    public GrammarState?[]? Next { get; set; }

    /// <summary>The same state for looking ahead; null until it is needed.</summary>
    public GrammarState? Ahead { get; set; }

    /// <summary>The tokens that may come next, [vocabulary / 32]; null until they are needed.</summary>
    public uint[]? Mask { get; set; }

    /// <summary>The same state as a constraint; null until it is needed.</summary>
    public ConstraintState? Constraint { get; set; }

    private static ByteSet Union(Frame[] threads)
    {
        var first = default(ByteSet);
        foreach (var thread in threads)
        {
            first |= ((Leaf)thread.Term).First;
        }

        return first;
    }
}
