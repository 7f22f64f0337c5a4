using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Fits a recipe's mix to a corpus that has not all of its sources.</summary>
internal static class PresentSources
{
    /// <summary>The mix without the entries that would find nothing to train on.</summary>
    /// <param name="mix">The recipe's.</param>
    /// <param name="store">The corpus.</param>
    /// <param name="assistantOnly">Whether only the assistant's words are predicted.</param>
    /// <param name="warn">Told what is left out.</param>
    /// <exception cref="CorpusException">Nothing is left.</exception>
    public static MixConfiguration Of(MixConfiguration mix, TokenStore store, bool assistantOnly, Action<string> warn)
    {
        bool[] isPresent = new bool[mix.Entries.Length];
        int[] entryOfSource = [.. store.Sources.Select(source => mix.Entries.IndexOf(mix.Entries.FirstOrDefault(entry => entry.Names(source))!))];
        for (int document = 0; document < store.DocumentCount; document++)
        {
            int entry = entryOfSource[store.SourceOf(document)];
            if (entry >= 0 && !isPresent[entry] && !store.IsHeldOut(document))
            {
                isPresent[entry] = HasTarget(store, document, assistantOnly);
            }
        }

        MixEntry[] present = [.. mix.Entries.Where((_, index) => isPresent[index])];
        if (present.Length < mix.Entries.Length)
        {
            warn($"The corpus has nothing of {string.Join(", ", mix.Entries.Except(present).Select(entry => entry.Name))}; the recipe goes on without.");
        }

        return present.Length > 0
            ? new MixConfiguration([.. present])
            : throw new CorpusException($"The corpus has none of the recipe's sources ({string.Join(", ", mix.Entries.Select(entry => entry.Name))}). Name files that do, or train with a mix of your own: adaptive train run.");
    }

    // The first token of a document is never predicted.
    private static bool HasTarget(TokenStore store, int document, bool assistantOnly)
        => Enumerable.Range(1, store.LengthOf(document) - 1).Any(index => !assistantOnly || store.IsAssistant(document, index));
}
