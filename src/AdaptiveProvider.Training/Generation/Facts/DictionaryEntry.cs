namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>One sense of one word.</summary>
/// <param name="Word">The word.</param>
/// <param name="PartOfSpeech">n noun, v verb, a or s adjective, r adverb.</param>
/// <param name="Category">The dictionary's category, for example noun.animal.</param>
/// <param name="Definition">The definition, without capital or full stop.</param>
public sealed record DictionaryEntry(string Word, string PartOfSpeech, string Category, string Definition);
