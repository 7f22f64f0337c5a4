using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>A bracketed class of an Oniguruma expression, spelled for .NET; nested classes and intersections are refused.</summary>
internal sealed class OnigurumaClass(string expression, Func<string, ModelFormatException> fault, bool ignoreCase)
{
    private int _at;

    /// <summary>Reads the class that opens at <paramref name="at"/>, moving past it.</summary>
    public string Read(ref int at)
    {
        _at = at + 1;
        var result = new StringBuilder("[");
        if (Current == '^')
        {
            _at++;
            result.Append('^');
        }

        // A ] that comes first is an ordinary member.
        var first = true;
        while (first || Current != ']')
        {
            result.Append(Member(first));
            first = false;
        }

        at = _at + 1;
        return result.Append(']').ToString();
    }

    private char Current => _at < expression.Length ? expression[_at] : throw Refuse("an unclosed class");

    private ModelFormatException Refuse(string what)
        => fault($"the expression {expression} has {what} at character {_at}, which is not supported.");

    private string Member(bool first)
    {
        var low = Single(first, out var member);
        if (low is not { } from || Current != '-' || _at + 1 >= expression.Length || expression[_at + 1] == ']')
        {
            return member;
        }

        _at++;
        if (Single(first: false, out _) is not { } to || to < from)
        {
            throw Refuse("a range without two ends in order");
        }

        return ignoreCase && !IsCaseless(from, to) ? FoldedRange(from, to) : $"\\u{(int)from:X4}-\\u{(int)to:X4}";
    }

    /// <summary>One member; the character when it is a single one, null when it is a set of its own.</summary>
    private char? Single(bool first, out string member)
    {
        if (Current == '[' || (Current == '&' && _at + 1 < expression.Length && expression[_at + 1] == '&') || (Current == ']' && !first))
        {
            throw Refuse("a nested class or an intersection");
        }

        if (Current != '\\')
        {
            var literal = expression[_at++];
            member = OnigurumaEscape.Literal(literal, ignoreCase, inClass: true, Refuse);
            return literal;
        }

        var start = _at;
        member = OnigurumaEscape.Read(expression, ref _at, fault, ignoreCase, inClass: true);
        return member.Length == 6 && member[1] == 'u' ? (char)Convert.ToInt32(member[2..], 16)
            : member.StartsWith("\\u", StringComparison.Ordinal) && expression[start + 1] != 'w' ? (char)Convert.ToInt32(member.Substring(2, 4), 16)
            : null;
    }

    private static bool IsCaseless(char from, char to)
    {
        for (int character = from; character <= to; character++)
        {
            if (char.ToLowerInvariant((char)character) != character || char.ToUpperInvariant((char)character) != character)
            {
                return false;
            }
        }

        return true;
    }

    private string FoldedRange(char from, char to)
    {
        const int FoldedRangeMax = 256;
        if (to - from >= FoldedRangeMax)
        {
            throw Refuse($"a range of more than {FoldedRangeMax} letters under case folding");
        }

        return string.Concat(Enumerable.Range(from, to - from + 1)
            .Select(character => OnigurumaEscape.Literal((char)character, ignoreCase: true, inClass: true, Refuse)));
    }
}
