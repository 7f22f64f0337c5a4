namespace AdaptiveProvider.Training.Data;

/// <summary>The documents of one entry of a mix, drawn in a new order each epoch.</summary>
internal sealed class SourceGroup
{
    private readonly TokenStore _store;
    private readonly MixEntry _entry;
    private readonly int[] _documents;
    private readonly int[] _order;
    private readonly ulong _seed;
    private int _epoch;
    private int _position;
    private long _tokens;

    /// <summary>Creates a group.</summary>
    /// <param name="store">The store.</param>
    /// <param name="entry">The entry of the mix.</param>
    /// <param name="documents">At least one.</param>
    /// <param name="seed">Its own.</param>
    public SourceGroup(TokenStore store, MixEntry entry, int[] documents, ulong seed)
    {
        (_store, _entry, _documents, _seed) = (store, entry, documents, seed);
        _order = new int[documents.Length];
        Shuffle();
    }

    /// <summary>Tokens drawn, divided by the weight: the group with the least is due.</summary>
    public double Progress => _tokens / _entry.Weight;

    /// <summary>Where the group stands.</summary>
    public SourceState State
    {
        get => new(_entry.Name, _epoch, _position, _tokens);
        set
        {
            (_epoch, _position, _tokens) = (value.Epoch, value.Position, value.Tokens);
            Shuffle();
        }
    }

    /// <summary>Whether a state can be of this group.</summary>
    public bool Fits(SourceState? state)
        => state is not null && state.Name == _entry.Name && state.Epoch >= 0 && state.Tokens >= 0 && state.Position >= 0 && state.Position < _documents.Length;

    /// <summary>Draws a document.</summary>
    public int Next()
    {
        var document = _order[_position++];
        _tokens += _store.LengthOf(document);
        if (_position == _documents.Length)
        {
            _position = 0;
            _epoch++;
            Shuffle();
        }

        return document;
    }

    private void Shuffle()
    {
        _documents.CopyTo(_order, 0);
        new SplitMix(SplitMix.Combine(_seed, (ulong)_epoch)).Shuffle(_order);
    }
}
