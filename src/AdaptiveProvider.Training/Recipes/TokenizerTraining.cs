using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Makes a tokenizer's folder from documents.</summary>
public static class TokenizerTraining
{
    /// <summary>Tokens of the vocabulary unless asked otherwise.</summary>
    public const int DefaultSize = 4_096;

    /// <summary>Checks a vocabulary's size.</summary>
    /// <returns>The size.</returns>
    /// <exception cref="TrainingException">It is too small for bytes and special tokens, or too large to be stored.</exception>
    public static int CheckSize(int size)
    {
        int smallest = 256 + ChatFormat.Default.SpecialTokens.Length;
        return size >= smallest && size <= BytePairTrainerOptions.VocabularySizeMax
            ? size
            : throw new TrainingException($"A vocabulary of {size} tokens cannot be made: choose {smallest} to {BytePairTrainerOptions.VocabularySizeMax}.");
    }

    /// <summary>Trains, and writes the files.</summary>
    /// <param name="documents">The documents; held-out ones are left aside.</param>
    /// <param name="size">Tokens asked for.</param>
    /// <param name="folder">Created when missing.</param>
    /// <returns>Tokens made: fewer than asked for when the text has too few pairs.</returns>
    /// <exception cref="CorpusException">The files cannot be written.</exception>
    /// <exception cref="TrainingException">The size is out of range.</exception>
    public static int Train(IReadOnlyCollection<TrainingDocument> documents, int size, string folder)
    {
        var options = new BytePairTrainerOptions { VocabularySize = CheckSize(size) };
        var vocabulary = BytePairTrainer.Train(documents, ChatFormat.Default.SpecialTokens, options);
        TokenizerWriter.Write(folder, vocabulary, ChatFormat.Default);
        return vocabulary.Size;
    }
}
