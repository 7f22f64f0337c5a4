using System.Runtime.InteropServices;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Runs a grammar over bytes as a pushdown automaton whose states are made, and made deterministic, as they are met.</summary>
/// <remarks>Not thread-safe: its owner locks.</remarks>
internal sealed class GrammarMachine
{
    private readonly Term _root;
    private readonly Dictionary<(Term Term, Frame? Below), Frame> _frames = [];
    private readonly Dictionary<Key, GrammarState> _states = [];
    private readonly int _horizon;
    private readonly Expansion _expansion;
    private int _lastFrame;
    private int _generation;

    /// <summary>Prepares a grammar.</summary>
    /// <param name="root">The document.</param>
    /// <param name="depthMax">Deepest nesting of objects and arrays.</param>
    /// <param name="horizon">How many bytes are looked ahead, at most.</param>
    public GrammarMachine(Term root, int depthMax, int horizon)
    {
        (_root, DepthMax, _horizon) = (root, depthMax, horizon);
        _expansion = new Expansion(this);
        Start = Begin();
    }

    /// <summary>A state that nothing leads out of: the bytes so far begin no document.</summary>
    public static GrammarState Dead { get; } = new([], accepts: false);

    /// <summary>Deepest nesting of objects and arrays.</summary>
    public int DepthMax { get; }

    /// <summary>Before the first byte.</summary>
    public GrammarState Start { get; private set; }

    /// <summary>States that are kept.</summary>
    public int StateCount => _states.Count;

    /// <summary>The state after a byte.</summary>
    public GrammarState Step(GrammarState state, byte value)
    {
        Renew(state);
        var next = state.Next ??= new GrammarState?[256];
        return next[value] ??= state.First.Contains(value) ? Compute(state, value) : Dead;
    }

    /// <summary>Where bytes lead from a state, [256], as far as it is known.</summary>
    public GrammarState?[] KnownAfter(GrammarState state)
    {
        Renew(state);
        return state.Next ??= new GrammarState?[256];
    }

    /// <summary>The same state, looking ahead: what is recorded for later is left out.</summary>
    public GrammarState LookAhead(GrammarState state)
    {
        Renew(state);
        return state.Ahead ??= StateOf([.. state.Threads.Select(LookAhead).Distinct().OrderBy(thread => thread.Id)], state.Accepts);
    }

    /// <summary>Forgets all states but those that somebody holds; they go on.</summary>
    public void Clear()
    {
        _generation++;
        _states.Clear();
        _frames.Clear();
        Start = Begin();
    }

    /// <summary>A term before the rest; the same stack is the same object.</summary>
    public Frame FrameOf(Term term, Frame? rest)
    {
        ref var frame = ref CollectionsMarshal.GetValueRefOrAddDefault(_frames, (term, rest), out bool _);
        return frame ??= new Frame(term, rest, ++_lastFrame);
    }

    // NOTE: a state that outlived a clearing must not keep what it led to alive; the others are gone already.
    private void Renew(GrammarState state)
    {
        if (state.Generation != _generation)
        {
            (state.Generation, state.Next, state.Ahead, state.Mask, state.Constraint) = (_generation, null, null, null, null);
        }
    }

    private GrammarState Begin()
    {
        _expansion.Clear();
        _expansion.Push(_root, null);
        return StateOf(_expansion.Threads, _expansion.Accepts);
    }

    private GrammarState Compute(GrammarState state, byte value)
    {
        _expansion.Clear();
        foreach (var thread in state.Threads)
        {
            var leaf = (Leaf)thread.Term;
            if (leaf.First.Contains(value))
            {
                _expansion.Push(leaf.After(value), thread.Rest);
            }
        }

        return StateOf(_expansion.Threads, _expansion.Accepts);
    }

    private Frame LookAhead(Frame frame)
    {
        var terms = new Stack<Term>();
        for (Frame? next = frame; next is not null; next = next.Rest)
        {
            terms.Push(next.Term.LookingAhead(_horizon));
        }

        Frame? rest = null;
        while (terms.TryPop(out var term))
        {
            rest = FrameOf(term, rest);
        }

        return rest!;
    }

    private GrammarState StateOf(Frame[] threads, bool accepts)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_states, new Key(threads, accepts), out bool _);
        return state ??= new GrammarState(threads, accepts) { Generation = _generation };
    }

    /// <summary>What makes two states equal.</summary>
    private readonly record struct Key(Frame[] Threads, bool Accepts)
    {
        public bool Equals(Key other) => Accepts == other.Accepts && Threads.AsSpan().SequenceEqual(other.Threads);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var thread in Threads)
            {
                hash.Add(thread.Id);
            }

            return hash.ToHashCode();
        }
    }
}
