namespace AdaptiveProvider.Training.Data;

/// <summary>Packs documents into rows of one length: the oldest waiting piece begins a row, then the longest that fit fill it.</summary>
/// <remarks>
/// Longer waiting lines fill rows better; none waits for ever, since the oldest always goes first. A document longer than a row goes over several,
/// and the last token of each part still has the next one as its target.
/// </remarks>
public sealed class SequencePacker
{
    private const int WaitingPieces = 128;

    private readonly TokenStore _store;
    private readonly int _rows;
    private readonly int _sequenceLength;
    private readonly bool _assistantOnly;
    private readonly List<DocumentPiece> _waiting = [];

    /// <summary>Creates a packer.</summary>
    /// <param name="store">The documents.</param>
    /// <param name="rows">Rows of a batch; at least 1.</param>
    /// <param name="sequenceLength">Tokens of a row; at least 2.</param>
    /// <param name="assistantOnly">Whether only what the assistant wrote is predicted; otherwise everything is.</param>
    public SequencePacker(TokenStore store, int rows, int sequenceLength, bool assistantOnly)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequenceLength, Array.MaxLength / rows);
        (_store, _rows, _sequenceLength, _assistantOnly) = (store, rows, sequenceLength, assistantOnly);
    }

    /// <summary>The pieces that have been taken and not yet packed, oldest first.</summary>
    internal IReadOnlyList<DocumentPiece> Waiting
    {
        get => [.. _waiting];
        set
        {
            _waiting.Clear();
            _waiting.AddRange(value);
        }
    }

    /// <summary>Packs the next batch.</summary>
    /// <param name="nextDocument">The next document to take; null when there are no more.</param>
    /// <returns>The batch, padded where documents ran out; null when there was nothing to pack.</returns>
    public PackedBatch? Pack(Func<int?> nextDocument)
    {
        ArgumentNullException.ThrowIfNull(nextDocument);
        var batch = new PackedBatch(_rows, _sequenceLength);
        for (var row = 0; row < _rows; row++)
        {
            var (used, documents) = (0, 0);
            Refill(nextDocument);
            for (var at = _waiting.Count > 0 ? 0 : -1; at >= 0; at = FindLongest(_sequenceLength - used))
            {
                Place(batch, (row * _sequenceLength) + used, documents++, _waiting[at]);
                used += _waiting[at].Length;
                _waiting.RemoveAt(at);
                Refill(nextDocument);
            }
        }

        return batch.FilledTokens > 0 ? batch : null;
    }

    /// <summary>Whether a document has anything to predict.</summary>
    internal bool HasTargets(int document) => HasTargets(new DocumentPiece(document, 0, _store.LengthOf(document)));

    private bool HasTargets(DocumentPiece piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (TargetAt(piece.Document, piece.Start + i) != PackedBatch.NoTarget)
            {
                return true;
            }
        }

        return false;
    }

    private void Refill(Func<int?> nextDocument)
    {
        while (_waiting.Count < WaitingPieces && nextDocument() is { } document)
        {
            var length = _store.LengthOf(document);
            for (var start = 0; start < length; start += _sequenceLength)
            {
                var piece = new DocumentPiece(document, start, Math.Min(_sequenceLength, length - start));
                if (HasTargets(piece))
                {
                    _waiting.Add(piece);
                }
            }
        }
    }

    /// <summary>The longest waiting piece of at most this length, the oldest of equals; -1 when there is none.</summary>
    private int FindLongest(int lengthMax)
    {
        var best = -1;
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Length <= lengthMax && (best < 0 || _waiting[i].Length > _waiting[best].Length))
            {
                best = i;
            }
        }

        return best;
    }

    private void Place(PackedBatch batch, int at, int documentInRow, DocumentPiece piece)
    {
        var tokens = _store.TokensOf(piece.Document).Slice(piece.Start, piece.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            var target = TargetAt(piece.Document, piece.Start + i);
            batch.Tokens[at + i] = tokens[i];
            batch.Targets[at + i] = target;
            batch.Documents[at + i] = documentInRow;
            batch.Positions[at + i] = i;
            if (target != PackedBatch.NoTarget)
            {
                batch.PredictedTokens++;
                batch.PredictedBytes += _store.BytesOf(target);
            }
        }

        batch.FilledTokens += tokens.Length;
    }

    private int TargetAt(int document, int index)
        => index + 1 < _store.LengthOf(document) && (!_assistantOnly || _store.IsAssistant(document, index + 1))
            ? _store.TokensOf(document)[index + 1]
            : PackedBatch.NoTarget;
}
