using AdaptiveProvider.Constraints.Vocabulary;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>Finds the tokens of text that a state leaves no choice of.</summary>
internal static class ImpliedText
{
    private const int BytesMax = 1024;

    /// <summary>
    /// The tokens that the tokenizer writes the implied text with, without those from which on a token could reach beyond its end: there the model
    /// chooses. Empty where nothing is implied.
    /// </summary>
    public static int[] Tokens(GrammarMachine machine, GrammarState state, ConstraintVocabulary vocabulary)
    {
        if (state.Accepts || state.First.Count != 1)
        {
            return [];
        }

        var text = new List<byte>();
        while (!state.Accepts && state.First.Count == 1 && text.Count < BytesMax)
        {
            text.Add(state.First.Smallest);
            state = machine.Step(state, state.First.Smallest);
        }

        byte[] bytes = [.. text];
        var tokens = vocabulary.Encode(bytes.AsSpan(0, WholeCharacters(bytes)));
        int kept = 0;
        for (int begin = 0; kept < tokens.Count && !CanReachBeyond(bytes.AsSpan(begin), state, vocabulary.All); kept++)
        {
            begin += vocabulary.BytesOf(tokens[kept]).Length;
        }

        return [.. tokens.Take(kept)];
    }

    private static bool CanReachBeyond(ReadOnlySpan<byte> text, GrammarState end, TokenTrie trie)
    {
        int node = -1;
        foreach (byte value in text)
        {
            node = trie.Child(node, value);
            if (node < 0)
            {
                return false;
            }
        }

        for (int child = node + 1; child < trie.EndOf(node); child = trie.EndOf(child))
        {
            if (end.First.Contains(trie.ByteAt(child)))
            {
                return true;
            }
        }

        return false;
    }

    private static int WholeCharacters(byte[] bytes)
    {
        int end = bytes.Length;
        while (end > 0 && end > bytes.Length - 4 && (bytes[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        // The last character's first byte says how many it has.
        int length = end == 0 ? 0 : bytes[end - 1] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return end == 0 || end - 1 + length <= bytes.Length ? bytes.Length : end - 1;
    }
}
