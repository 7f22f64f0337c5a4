namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>Looks for one string, code point by code point; the empty string matches nothing.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    public string Literal => literal;

    public override double GrowthWith(string replacement)
        => literal.Length == 0 ? 1 : Math.Max(1.0, (double)replacement.Length / literal.Length);

    public override void FindMatches(ReadOnlySpan<char> text, List<Range> matches)
    {
        if (literal.Length == 0)
        {
            return;
        }

        for (var from = 0; ; from += literal.Length)
        {
            var found = text[from..].IndexOf(literal, StringComparison.Ordinal);
            if (found < 0)
            {
                return;
            }

            from += found;
            matches.Add(from..(from + literal.Length));
        }
    }

    public override string Replace(string text, string replacement)
        => literal.Length == 0 ? text : text.Replace(literal, replacement, StringComparison.Ordinal);
}
