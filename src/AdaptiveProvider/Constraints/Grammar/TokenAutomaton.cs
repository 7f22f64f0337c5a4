using AdaptiveProvider.Constraints.Vocabulary;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>A grammar over the tokens of a vocabulary. What has been found out about its states is kept, within a memory budget; safe for any thread.</summary>
internal sealed class TokenAutomaton
{
    private const long BytesPerState = 3_000;
    private readonly Lock _lock = new();
    private readonly GrammarMachine _machine;
    private readonly long _memoryMax;
    private long _maskBytes;

    /// <summary>Prepares a grammar.</summary>
    /// <param name="root">The document.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="depthMax">Deepest nesting of objects and arrays.</param>
    /// <param name="memoryMax">Bytes that what is kept may take, about.</param>
    public TokenAutomaton(Term root, ConstraintVocabulary vocabulary, int depthMax, long memoryMax)
    {
        (Vocabulary, _memoryMax) = (vocabulary, memoryMax);
        _machine = new GrammarMachine(root, depthMax, vocabulary.All.DepthMax);
    }

    /// <summary>The tokens.</summary>
    public ConstraintVocabulary Vocabulary { get; }

    /// <summary>Before the first token.</summary>
    public ConstraintState Start
    {
        get
        {
            lock (_lock)
            {
                return ConstraintOf(_machine.Start);
            }
        }
    }

    /// <summary>The mask of a state.</summary>
    public uint[] MaskOf(GrammarState state)
    {
        if (state.Mask is { } known)
        {
            return known;
        }

        lock (_lock)
        {
            KeepWithinBudget();
            var ahead = _machine.LookAhead(state);
            if (ahead.Mask is null)
            {
                ahead.Mask = TokenMasks.Compute(_machine, ahead, Vocabulary);
                _maskBytes += 4L * Vocabulary.MaskLength;
            }

            return state.Mask = ahead.Mask;
        }
    }

    /// <summary>The state after a token; null where it is not allowed.</summary>
    public ConstraintState? After(GrammarState state, int token)
    {
        var bytes = Vocabulary.IsText(token) ? Vocabulary.BytesOf(token) : default;
        return bytes.IsEmpty ? null : After(state, bytes);
    }

    /// <summary>The state after a byte; null where it is not allowed.</summary>
    public ConstraintState? AfterByte(GrammarState state, byte value) => After(state, [value]);

    private ConstraintState? After(GrammarState state, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            KeepWithinBudget();
            foreach (byte value in bytes)
            {
                state = _machine.Step(state, value);
            }

            return state == GrammarMachine.Dead ? null : ConstraintOf(state);
        }
    }

    private ConstraintState ConstraintOf(GrammarState state)
    {
        if (state.Constraint is null)
        {
            int[] implied = ImpliedText.Tokens(_machine, state, Vocabulary);
            state.Constraint = new ConstraintState(this, state, implied, 0);
        }

        return state.Constraint;
    }

    private void KeepWithinBudget()
    {
        if ((_machine.StateCount * BytesPerState) + _maskBytes > _memoryMax)
        {
            _machine.Clear();
            _maskBytes = 0;
        }
    }
}
