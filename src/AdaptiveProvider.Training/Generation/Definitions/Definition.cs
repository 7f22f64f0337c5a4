namespace AdaptiveProvider.Training.Generation.Definitions;

/// <summary>A word and one sentence that says what it means.</summary>
/// <param name="Word">The word.</param>
/// <param name="Kind">Whether it names something that can be counted, something that cannot, an action or a quality.</param>
/// <param name="Sentence">The sentence, with capital and full stop.</param>
public sealed record Definition(string Word, WordKind Kind, string Sentence);
