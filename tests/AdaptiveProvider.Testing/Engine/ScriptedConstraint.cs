using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>A constraint that hashes the tokens so far: sometimes it allows a few, sometimes one, and after some it is complete.</summary>
public sealed class ScriptedConstraint : ITokenConstraint
{
    private readonly int _vocabularySize;
    private readonly int _length;
    private readonly ulong _state;
    private readonly uint[] _allowed;

    /// <summary>Starts a reply.</summary>
    /// <param name="seed">Another seed, other tokens.</param>
    /// <param name="vocabularySize">Tokens.</param>
    /// <param name="length">Tokens after which it is complete.</param>
    public ScriptedConstraint(int seed, int vocabularySize, int length)
        : this(ScriptedModel.Embed(seed), vocabularySize, length)
    {
    }

    private ScriptedConstraint(ulong state, int vocabularySize, int length)
    {
        (_state, _vocabularySize, _length) = (state, vocabularySize, length);
        _allowed = new uint[(vocabularySize + 31) / 32];
        int first = (int)(state % (ulong)vocabularySize);
        Allow(first);
        if (!IsComplete && state / 1000 % 3 == 0)
        {
            ImpliedToken = first;
            return;
        }

        for (int token = 0; token < vocabularySize; token++)
        {
            if (ScriptedModel.Embed(token) % 4 == state % 4)
            {
                Allow(token);
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<uint> AllowedTokens => _allowed;

    /// <inheritdoc/>
    public int? ImpliedToken { get; }

    /// <inheritdoc/>
    public bool IsComplete => _length == 0;

    /// <inheritdoc/>
    public ITokenConstraint After(int token)
        => (_allowed[token / 32] >> (token % 32) & 1) == 1
            ? new ScriptedConstraint(ScriptedModel.CacheEntry(_state, token, 0), _vocabularySize, _length - 1)
            : throw new ArgumentException($"The token {token} is not allowed.", nameof(token));

    private void Allow(int token) => _allowed[token / 32] |= 1u << (token % 32);
}
