using AdaptiveProvider.Constraints.Grammar;

namespace AdaptiveProvider.Constraints.Vocabulary;

/// <summary>Finds the tokens that a state of a grammar allows, in one walk over the vocabulary's tree.</summary>
internal static class TokenMasks
{
    /// <summary>The tokens, as bits [vocabulary / 32].</summary>
    public static uint[] Compute(GrammarMachine machine, GrammarState state, ConstraintVocabulary vocabulary)
    {
        uint[] mask = new uint[vocabulary.MaskLength];
        int characters = PlainCharacters(state);
        if (characters > 0)
        {
            vocabulary.Plain(characters).CopyTo(mask);
        }

        Walk(machine, characters > 0 ? vocabulary.NotPlain : vocabulary.All, machine.LookAhead(state), mask);
        if (state.Accepts)
        {
            vocabulary.AddEnds(mask);
        }

        return mask;
    }

    // Inside a string most tokens are plain text, which needs no looking at. It does where something else could also take the text.
    private static int PlainCharacters(GrammarState state)
    {
        int characters = 0;
        foreach (var thread in state.Threads)
        {
            var leaf = (Leaf)thread.Term;
            if (leaf.PlainCharacters > 0)
            {
                characters = Math.Max(characters, leaf.PlainCharacters);
            }
            else if (!(leaf.First & ConstraintVocabulary.PlainFirst).IsEmpty)
            {
                return 0;
            }
        }

        return characters;
    }

    private static void Walk(GrammarMachine machine, TokenTrie trie, GrammarState start, uint[] mask)
    {
        var states = new GrammarState[trie.DepthMax + 1]; // [depth], after so many bytes
        var known = new GrammarState?[trie.DepthMax + 1][]; // [depth][bytes], where it is known what they lead to
        (states[0], known[0]) = (start, machine.KnownAfter(start));
        for (int node = 0; node < trie.Count;)
        {
            int depth = trie.DepthAt(node);
            byte value = trie.ByteAt(node);
            var next = known[depth][value] ?? machine.Step(states[depth], value);
            if (next == GrammarMachine.Dead)
            {
                node = trie.EndOf(node);
                continue;
            }

            (states[depth + 1], known[depth + 1]) = (next, machine.KnownAfter(next));
            foreach (int token in trie.TokensAt(node))
            {
                mask[token / 32] |= 1u << (token % 32);
            }

            node++;
        }
    }
}
