using System.Globalization;
using System.Security.Cryptography;

namespace AdaptiveProvider.Training.Data;

/// <summary>
/// An endless mixture of the training documents of a store: equal arguments give equal batches, and a saved <see cref="State"/> goes on exactly
/// where it was. Not safe for several threads.
/// </summary>
public sealed class BatchSource
{
    private readonly TokenStore _store;
    private readonly int _rows;
    private readonly int _sequenceLength;
    private readonly bool _assistantOnly;
    private readonly SequencePacker _packer;
    private readonly SourceGroup[] _groups;
    private readonly string _fingerprint;
    private long _batches;

    /// <summary>Creates the mixture.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="mix">Shares of tokens; kept exactly, not by chance.</param>
    /// <param name="rows">Rows of a batch; at least 1.</param>
    /// <param name="sequenceLength">Tokens of a row; at least 2.</param>
    /// <param name="assistantOnly">Whether only what the assistant wrote is predicted (chat tuning); documents without that are left out.</param>
    /// <param name="seed">Of the order of documents.</param>
    /// <exception cref="CorpusException">An entry of the mix finds no document to train on.</exception>
    public BatchSource(TokenStore store, MixConfiguration mix, int rows, int sequenceLength, bool assistantOnly, long seed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(mix);
        (_store, _rows, _sequenceLength, _assistantOnly) = (store, rows, sequenceLength, assistantOnly);
        _packer = new SequencePacker(store, rows, sequenceLength, assistantOnly);
        _groups = CreateGroups(mix, (ulong)seed);
        _fingerprint = FingerprintOf(mix, seed);
    }

    /// <summary>Where the mixture stands. Setting it needs a state of the same store, mix, seed, sequence length and mode; rows may differ.</summary>
    /// <exception cref="CorpusException">The state is of something else.</exception>
    public BatchSourceState State
    {
        get => new(_fingerprint, _batches, [.. _groups.Select(group => group.State)], _packer.Waiting);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Fingerprint != _fingerprint || value.Sources?.Count != _groups.Length
                || !_groups.Zip(value.Sources).All(pair => pair.First.Fits(pair.Second)) || value.Waiting?.All(Fits) != true)
            {
                throw new CorpusException("The saved state of the data is of another corpus, mix, seed, sequence length or mode. Continue with the same ones, or start anew.");
            }

            _batches = value.Batches;
            _packer.Waiting = value.Waiting;
            foreach (var (group, state) in _groups.Zip(value.Sources))
            {
                group.State = state;
            }
        }
    }

    /// <summary>The next batch.</summary>
    public PackedBatch Next()
    {
        _batches++;
        return _packer.Pack(() => NextDocument())!;
    }

    /// <summary>All batches that follow, without end.</summary>
    public IEnumerable<PackedBatch> Endless()
    {
        while (true)
        {
            yield return Next();
        }
    }

    /// <summary>The held-out documents of a source, or of all sources that a name stands for as in <see cref="MixEntry.Name"/>.</summary>
    /// <param name="source">One of the store's sources, or part of its name.</param>
    /// <param name="batchesMax">Batches at most.</param>
    /// <exception cref="CorpusException">Nothing is held out under this name.</exception>
    public HeldOutSet HeldOut(string source, int batchesMax = int.MaxValue)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchesMax, 1);
        var entry = new MixEntry(source, 1);
        var packer = new SequencePacker(_store, _rows, _sequenceLength, _assistantOnly);
        using var documents = Enumerable.Range(0, _store.DocumentCount)
            .Where(document => _store.IsHeldOut(document) && entry.Names(_store.Sources[_store.SourceOf(document)]))
            .GetEnumerator();
        var batches = new List<PackedBatch>();
        while (batches.Count < batchesMax && packer.Pack(() => documents.MoveNext() ? documents.Current : null) is { } batch)
        {
            batches.Add(batch);
        }

        return batches.Count > 0
            ? new HeldOutSet(source, batches, batches.Sum(batch => (long)batch.PredictedTokens), batches.Sum(batch => batch.PredictedBytes))
            : throw new CorpusException($"No document of \"{source}\" with something to predict is held out. The sources are {string.Join(", ", _store.Sources)}.");
    }

    private int NextDocument()
    {
        var due = _groups[0];
        foreach (var group in _groups)
        {
            due = group.Progress < due.Progress ? group : due;
        }

        return due.Next();
    }

    private SourceGroup[] CreateGroups(MixConfiguration mix, ulong seed)
    {
        var entryOfSource = _store.Sources.Select(source => mix.Entries.IndexOf(mix.Entries.FirstOrDefault(entry => entry.Names(source))!)).ToArray();
        var documents = mix.Entries.Select(_ => new List<int>()).ToArray();
        for (var document = 0; document < _store.DocumentCount; document++)
        {
            var entry = entryOfSource[_store.SourceOf(document)];
            if (entry >= 0 && !_store.IsHeldOut(document) && _packer.HasTargets(document))
            {
                documents[entry].Add(document);
            }
        }

        return [.. mix.Entries.Select((entry, i) => documents[i].Count > 0
            ? new SourceGroup(_store, entry, [.. documents[i]], SplitMix.Combine(seed, (ulong)i))
            : throw new CorpusException(
                $"The mix names \"{entry.Name}\", for which there is no training document{(_assistantOnly ? " with an assistant's turn" : "")}, or an earlier entry has "
                + $"taken all. The sources are {string.Join(", ", _store.Sources)}."))];
    }

    private bool Fits(DocumentPiece piece)
        => piece.Document >= 0 && piece.Document < _store.DocumentCount && piece.Start >= 0
            && piece.Length > 0 && piece.Length <= _sequenceLength && piece.Length <= _store.LengthOf(piece.Document) - piece.Start;

    private string FingerprintOf(MixConfiguration mix, long seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ContentHash.Append(hash, _store.Key);
        ContentHash.Append(hash, seed);
        ContentHash.Append(hash, _sequenceLength);
        ContentHash.Append(hash, _assistantOnly ? 1 : 0);
        foreach (var entry in mix.Entries)
        {
            ContentHash.Append(hash, entry.Name);
            ContentHash.Append(hash, BitConverter.DoubleToInt64Bits(entry.Weight));
        }

        return ContentHash.Finish(hash).ToString("x32", CultureInfo.InvariantCulture);
    }
}
