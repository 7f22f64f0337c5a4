namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Collects the stacks of a state: everything that may take the next byte, down to terms that do.</summary>
internal sealed class Expansion(GrammarMachine machine)
{
    // An ambiguous schema may have any number of ways to read the same bytes. Leaving some out never leads astray: each alone can be completed.
    private const int ThreadsMax = 400;
    private readonly HashSet<Frame> _threads = [];

    /// <summary>The stacks, by number; each begins with a leaf.</summary>
    public Frame[] Threads
    {
        get
        {
            Frame[] threads = [.. _threads];
            Array.Sort(threads, (left, right) => left.Id.CompareTo(right.Id));
            return threads;
        }
    }

    /// <summary>Whether the document may end.</summary>
    public bool Accepts { get; private set; }

    /// <summary>Deepest nesting of objects and arrays.</summary>
    public int DepthMax => machine.DepthMax;

    /// <summary>Makes room for another state.</summary>
    public void Clear()
    {
        _threads.Clear();
        Accepts = false;
    }

    /// <summary>Goes on with what is left of a term, before the rest.</summary>
    public void Push(Term? term, Frame? rest)
    {
        if (term is null)
        {
            Continue(rest);
        }
        else
        {
            term.Expand(this, rest);
        }
    }

    /// <summary>Goes on with the rest.</summary>
    public void Continue(Frame? rest)
    {
        if (rest is null)
        {
            Accepts = true;
        }
        else
        {
            rest.Term.Expand(this, rest.Rest);
        }
    }

    /// <summary>Adds a leaf before the rest.</summary>
    public void Add(Leaf leaf, Frame? rest)
    {
        if (_threads.Count < ThreadsMax)
        {
            _threads.Add(machine.FrameOf(leaf, rest));
        }
    }

    /// <summary>A term before the rest.</summary>
    public Frame FrameOf(Term term, Frame? rest) => machine.FrameOf(term, rest);
}
