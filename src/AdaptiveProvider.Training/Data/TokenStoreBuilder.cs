using System.Globalization;
using System.Security.Cryptography;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Training.Data;

/// <summary>Encodes a corpus, or finds it encoded in the cache.</summary>
public static class TokenStoreBuilder
{
    // What a tokenizer does shows in its tokens and in what it makes of some documents.
    private const int ProbeDocuments = 32;

    /// <summary>Builds a store; equal input gives an equal store, on any number of threads.</summary>
    /// <param name="documents">Taken once, in order, and held in memory. Of documents with the same content the first counts.</param>
    /// <param name="tokenizer">At most 65,536 tokens, the format's special ones among them.</param>
    /// <param name="format">The chat format.</param>
    /// <param name="options">Null is the defaults.</param>
    /// <exception cref="CorpusException">There is no document, the tokenizer does not fit, or the cache cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static TokenStore Build(IEnumerable<TrainingDocument> documents, Tokenizer tokenizer, ChatFormat format, TokenStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new TokenStoreOptions();
        options.Check();
        if (tokenizer.VocabularySize > BytePairTrainerOptions.VocabularySizeMax)
        {
            throw new CorpusException($"The tokenizer has {tokenizer.VocabularySize} tokens; a store holds at most {BytePairTrainerOptions.VocabularySizeMax}.");
        }

        var corpus = DistinctDocuments.Of(documents);
        if (corpus.Documents.Count == 0)
        {
            throw new CorpusException("The corpus has no document. Name files that hold some.");
        }

        var encoder = new DocumentEncoder(tokenizer, format, options.DocumentTokensMax);
        encoder.RequireFit(corpus.Documents);
        var key = KeyOf(corpus, tokenizer, encoder, options);
        var path = options.CacheFolder is { } folder ? Path.Combine(folder, $"tokens-{key}.bin") : null;
        var use = path is null ? TokenCacheUse.None : File.Exists(path) ? TokenCacheUse.Replaced : TokenCacheUse.Written;
        var data = use == TokenCacheUse.Replaced ? TryRead(path!, key) : null;
        if (data is not null)
        {
            use = TokenCacheUse.Read;
        }
        else
        {
            data = Encode(corpus, tokenizer, encoder, key, options);
            if (path is not null)
            {
                TokenStoreFile.Write(path, data);
            }
        }

        return new TokenStore(data, new TokenStoreReport(corpus.Documents.Count, corpus.Duplicates, use));
    }

    private static TokenStoreData Encode(DistinctDocuments corpus, Tokenizer tokenizer, DocumentEncoder encoder, string key, TokenStoreOptions options)
    {
        const int BatchDocuments = 4_096;
        var isHeldOut = HeldOutSplit.Choose(corpus.SourceIndices, corpus.Hashes, options.HeldOutShare);
        var writer = new TokenStoreWriter();
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };
        var encoded = new IReadOnlyList<TokenizedDocument>[BatchDocuments];
        for (var start = 0; start < corpus.Documents.Count; start += BatchDocuments)
        {
            var first = start;
            var count = Math.Min(BatchDocuments, corpus.Documents.Count - first);
            Parallel.For(0, count, threads, i => encoded[i] = encoder.Encode(corpus.Documents[first + i]));
            for (var i = 0; i < count; i++)
            {
                foreach (var piece in encoded[i])
                {
                    writer.Add(piece, corpus.SourceIndices[first + i], isHeldOut[first + i]);
                }
            }
        }

        return writer.Finish(key, corpus.Sources, BytesPerToken(tokenizer));
    }

    private static string KeyOf(DistinctDocuments corpus, Tokenizer tokenizer, DocumentEncoder encoder, TokenStoreOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ContentHash.Append(hash, TokenStoreFile.Version);
        ContentHash.Append(hash, options.DocumentTokensMax);
        ContentHash.Append(hash, BitConverter.DoubleToInt64Bits(options.HeldOutShare));
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            ContentHash.Append(hash, tokenizer.IsSpecial(id) ? -1 : tokenizer.GetTokenBytes(id).Length);
            hash.AppendData(tokenizer.GetTokenBytes(id));
        }

        foreach (var token in corpus.Documents.Take(ProbeDocuments).SelectMany(encoder.Encode).SelectMany(piece => piece.Tokens))
        {
            ContentHash.Append(hash, token);
        }

        for (var i = 0; i < corpus.Documents.Count; i++)
        {
            ContentHash.Append(hash, corpus.Documents[i].Source);
            ContentHash.Append(hash, (long)(ulong)corpus.Hashes[i]);
            ContentHash.Append(hash, (long)(ulong)(corpus.Hashes[i] >> 64));
        }

        return ContentHash.Finish(hash).ToString("x32", CultureInfo.InvariantCulture);
    }

    private static TokenStoreData? TryRead(string path, string key)
    {
        try
        {
            return TokenStoreFile.TryRead(path, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, null, $"the cache cannot be read: {e.Message} Delete the file or name another folder.", e);
        }
    }

    private static ushort[] BytesPerToken(Tokenizer tokenizer)
        => [.. Enumerable.Range(0, tokenizer.VocabularySize)
            .Select(id => tokenizer.IsSpecial(id) ? (ushort)0 : (ushort)Math.Min(tokenizer.GetTokenBytes(id).Length, ushort.MaxValue))];
}
