using System.Text;

namespace AdaptiveProvider.Training.Generation.Text;

/// <summary>
/// Text with choices and slots: [one|another|] takes one alternative (they nest), {name} puts a value in, {Name} with a capital,
/// {a name} with its article.
/// </summary>
public static class Template
{
    private static readonly Dictionary<string, string> NoSlots = [];

    /// <summary>Expands a template; spaces left by empty alternatives are removed.</summary>
    /// <exception cref="FormatException">A bracket has no partner, or a slot has no value.</exception>
    public static string Expand(string template, SeededRandom random, IReadOnlyDictionary<string, string>? slots = null)
    {
        var text = new StringBuilder(template.Length * 2);
        Append(text, template, random, slots ?? NoSlots);
        return Prose.Tidy(text.ToString());
    }

    /// <summary>One of the templates, expanded.</summary>
    public static string Expand(IReadOnlyList<string> templates, SeededRandom random, IReadOnlyDictionary<string, string>? slots = null)
        => Expand(random.Pick(templates), random, slots);

    private static void Append(StringBuilder text, ReadOnlySpan<char> template, SeededRandom random, IReadOnlyDictionary<string, string> slots)
    {
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] is '[' or '{')
            {
                int end = FindPartner(template, i);
                var inside = template[(i + 1)..end];
                if (template[i] == '[')
                {
                    Append(text, Choose(inside, random), random, slots);
                }
                else
                {
                    text.Append(Fill(inside.ToString(), slots));
                }

                i = end;
            }
            else
            {
                text.Append(template[i]);
            }
        }
    }

    private static ReadOnlySpan<char> Choose(ReadOnlySpan<char> alternatives, SeededRandom random)
    {
        var starts = new List<int> { 0 };
        int depth = 0;
        for (int i = 0; i < alternatives.Length; i++)
        {
            depth += alternatives[i] switch { '[' or '{' => 1, ']' or '}' => -1, _ => 0 };
            if (alternatives[i] == '|' && depth == 0)
            {
                starts.Add(i + 1);
            }
        }

        int chosen = random.Below(starts.Count);
        int end = chosen + 1 < starts.Count ? starts[chosen + 1] - 1 : alternatives.Length;
        return alternatives[starts[chosen]..end];
    }

    private static string Fill(string slot, IReadOnlyDictionary<string, string> slots)
    {
        bool article = slot.StartsWith("a ", StringComparison.OrdinalIgnoreCase);
        string key = article ? slot[2..] : slot;
        bool capital = char.IsUpper(slot[0]);
        if (!slots.TryGetValue(char.ToLowerInvariant(key[0]) + key[1..], out string? value))
        {
            throw new FormatException($"The slot {{{slot}}} has no value.");
        }

        value = article ? Prose.WithArticle(value) : value;
        return capital ? Prose.Capitalise(value) : value;
    }

    private static int FindPartner(ReadOnlySpan<char> template, int start)
    {
        int depth = 0;
        for (int i = start; i < template.Length; i++)
        {
            depth += template[i] switch { '[' or '{' => 1, ']' or '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"The template has an open bracket without a partner: {template}");
    }
}
