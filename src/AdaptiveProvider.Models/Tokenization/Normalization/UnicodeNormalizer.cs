using System.Runtime.InteropServices;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>
/// Unicode normalization (UAX #15) from own tables: string.Normalize changes nothing when the application runs with invariant globalization.
/// </summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : Normalizer
{
    // U+FDFA becomes 18 characters in the compatibility forms; no canonical decomposition is longer than four.
    public override double Growth => Compatible ? 18 : 4;

    private bool Compatible => form is NormalizationForm.FormKC or NormalizationForm.FormKD;

    private bool Composes => form is NormalizationForm.FormC or NormalizationForm.FormKC;

    public override string Normalize(string text)
    {
        // Below these bounds no character changes, combines or is reordered.
        var unchanged = (Composes, Compatible) switch { (true, false) => '\u02FF', (true, true) => '\u009F', _ => '\u007F' };
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', unchanged) < 0)
        {
            return text;
        }

        var scalars = Decompose(text);
        Reorder(CollectionsMarshal.AsSpan(scalars));
        if (Composes)
        {
            Compose(scalars);
        }

        var result = new StringBuilder(scalars.Count);
        foreach (var scalar in scalars)
        {
            result.Append(new Rune(scalar));
        }

        return result.ToString();
    }

    private List<int> Decompose(string text)
    {
        var scalars = new List<int>(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            Hangul.Decompose(rune.Value, scalars);
            if (Hangul.IsSyllable(rune.Value))
            {
                continue;
            }

            if (UnicodeTables.TryDecompose(rune.Value, Compatible, out var parts))
            {
                scalars.AddRange(parts);
            }
            else
            {
                scalars.Add(rune.Value);
            }
        }

        return scalars;
    }

    /// <summary>Sorts each run of marks by combining class, keeping the order within a class.</summary>
    private static void Reorder(Span<int> scalars)
    {
        for (var i = 0; i < scalars.Length; i++)
        {
            if (UnicodeTables.CombiningClass(scalars[i]) == 0)
            {
                continue;
            }

            var end = i + 1;
            while (end < scalars.Length && UnicodeTables.CombiningClass(scalars[end]) != 0)
            {
                end++;
            }

            if (end - i > 1)
            {
                // Class, then place: unique keys make the sort stable, and a million marks in a row stay n log n.
                var run = scalars[i..end];
                var keys = new long[run.Length];
                for (var k = 0; k < keys.Length; k++)
                {
                    keys[k] = ((long)UnicodeTables.CombiningClass(run[k]) << 32) | (uint)k;
                }

                keys.AsSpan().Sort(run);
            }

            i = end;
        }
    }

    private static void Compose(List<int> scalars)
    {
        var kept = 0;
        var starter = -1;
        var lastClass = 0;
        for (var i = 0; i < scalars.Count; i++)
        {
            var scalar = scalars[i];
            var combiningClass = UnicodeTables.CombiningClass(scalar);

            // A mark is blocked by an earlier one of its class or a higher one; a starter by anything between.
            var reachable = starter >= 0 && (starter == kept - 1 || (lastClass != 0 && lastClass < combiningClass));
            if (reachable && TryCompose(scalars[starter], scalar, out var composed))
            {
                scalars[starter] = composed;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = kept;
            }

            lastClass = combiningClass;
            scalars[kept++] = scalar;
        }

        scalars.RemoveRange(kept, scalars.Count - kept);
    }

    private static bool TryCompose(int first, int second, out int composed)
        => Hangul.TryCompose(first, second, out composed) || UnicodeTables.TryCompose(first, second, out composed);
}
