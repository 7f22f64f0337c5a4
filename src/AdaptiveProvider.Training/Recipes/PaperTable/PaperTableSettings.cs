namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>What the results in a folder belong to.</summary>
/// <param name="Options">The sizes.</param>
/// <param name="CorpusKey">Names corpus and tokenizer; see <see cref="Data.TokenStore.Key"/>.</param>
internal sealed record PaperTableSettings(PaperTableOptions Options, string CorpusKey);
