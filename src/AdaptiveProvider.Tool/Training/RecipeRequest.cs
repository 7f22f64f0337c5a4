using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Training;

/// <summary>What the command line asks of a recipe; null leaves it to the recipe.</summary>
/// <param name="Corpus">What to train on.</param>
/// <param name="TokenizerFolder">A ready tokenizer.</param>
/// <param name="Folder">For all results.</param>
/// <param name="Tokens">Training tokens.</param>
/// <param name="Hidden">Width of the models.</param>
/// <param name="SequenceLength">Tokens per row.</param>
/// <param name="Device">Where to compute.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="WantsJson">Whether results are for a program.</param>
internal sealed record RecipeRequest(
    TrainingCorpus Corpus, string? TokenizerFolder, string Folder, long? Tokens, int? Hidden, int? SequenceLength, string Device, int Threads, bool WantsJson);
