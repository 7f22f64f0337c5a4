using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>
/// Rewrites an expression of Oniguruma's Ruby syntax (doc/RE of that project) for .NET so that it matches the same; refuses what has no equal.
/// </summary>
internal sealed class OnigurumaTranslator
{
    private const int DepthMax = 32;
    private const int RepeatMax = 1_000;

    private readonly string _expression;
    private readonly Func<string, ModelFormatException> _fault;
    private int _at;
    private int _depth;
    private bool _ignoreCase;

    private OnigurumaTranslator(string expression, Func<string, ModelFormatException> fault)
        => (_expression, _fault) = (expression, fault);

    public static string Translate(string expression, Func<string, ModelFormatException> fault)
    {
        var translator = new OnigurumaTranslator(expression, fault);
        var result = translator.Alternatives();
        return translator.AtEnd ? result : throw translator.Refuse("an unopened )");
    }

    private bool AtEnd => _at >= _expression.Length;

    private char Current => AtEnd ? throw Refuse("an unfinished construct") : _expression[_at];

    private ModelFormatException Refuse(string what)
        => _fault($"the expression {_expression} has {what} at character {_at}, which is not supported.");

    private string Alternatives()
    {
        if (++_depth > DepthMax)
        {
            throw Refuse($"groups nested deeper than {DepthMax}");
        }

        // Case folding switched on inside a group ends with it.
        var outer = _ignoreCase;
        var result = new StringBuilder();
        while (!AtEnd && Current != ')')
        {
            if (Current == '|')
            {
                _at++;
                result.Append('|');
            }
            else
            {
                result.Append(Quantified(Atom()));
            }
        }

        _ignoreCase = outer;
        _depth--;
        return result.ToString();
    }

    /// <summary>The atom with its quantifiers; <c>x?+ x*+ x++</c> are possessive, <c>x{n,m}+</c> is a repeated repeat.</summary>
    private string Quantified(string atom)
    {
        while (!AtEnd)
        {
            var quantifier = Quantifier();
            if (quantifier.Length == 0)
            {
                break;
            }

            var suffix = AtEnd ? '\0' : Current;
            if (suffix == '?')
            {
                _at++;
                quantifier += "?";
            }

            atom = $"(?:{atom}{quantifier})";
            if (suffix == '+' && quantifier[0] != '{')
            {
                _at++;
                atom = $"(?>{atom})";
            }
        }

        return atom;
    }

    private string Quantifier()
    {
        if (Current is '?' or '*' or '+')
        {
            return _expression[_at++].ToString();
        }

        if (Current != '{')
        {
            return "";
        }

        var end = _expression.IndexOf('}', _at);
        var bounds = end < 0 ? [] : _expression[(_at + 1)..end].Split(',');
        if (bounds.Length is not (1 or 2) || !TryBound(bounds[0], bounds.Length == 2, out var least) || !TryBound(bounds[^1], true, out var most))
        {
            throw Refuse($"a {{ that is not a repeat from 0 to {RepeatMax}");
        }

        _at = end + 1;
        return bounds.Length == 1 ? $"{{{least}}}" : $"{{{least ?? 0},{most}}}";
    }

    private static bool TryBound(string text, bool mayBeEmpty, out int? bound)
    {
        bound = null;
        if (text.Length == 0)
        {
            return mayBeEmpty;
        }

        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= RepeatMax;
        bound = number;
        return read;
    }

    private string Atom()
    {
        switch (Current)
        {
            case '(':
                return Group();
            case '[':
                return new OnigurumaClass(_expression, _fault, _ignoreCase).Read(ref _at);
            case '\\':
                return OnigurumaEscape.Read(_expression, ref _at, _fault, _ignoreCase, inClass: false);
            case '.':
                _at++;
                return "[^\\n]";
            case '^':
                _at++;
                return "(?m:^)";
            case '$':
                _at++;
                return "(?m:$)";
            case '?' or '*' or '+' or '{':
                throw Refuse($"a {Current} with nothing to repeat");
            default:
                return OnigurumaEscape.Literal(_expression[_at++], _ignoreCase, inClass: false, Refuse);
        }
    }

    private string Group()
    {
        _at++;
        var opening = GroupOpening();
        if (opening == "flags")
        {
            return "";
        }

        var (outer, body) = (_ignoreCase, "");
        if (opening == "(?i:")
        {
            (_ignoreCase, opening) = (true, "(?:");
        }

        body = Alternatives();
        _ignoreCase = outer;
        if (AtEnd)
        {
            throw Refuse("an unclosed group");
        }

        _at++;
        return $"{opening}{body})";
    }

    private string GroupOpening()
    {
        if (AtEnd || Current != '?')
        {
            // Nothing refers back to a capture, so it need not be one.
            return "(?:";
        }

        foreach (var opening in (string[])["?:", "?i:", "?=", "?!", "?<=", "?<!", "?>"])
        {
            if (string.CompareOrdinal(_expression, _at, opening, 0, opening.Length) == 0)
            {
                _at += opening.Length;
                return "(" + opening;
            }
        }

        if (string.CompareOrdinal(_expression, _at, "?i)", 0, 3) == 0)
        {
            _at += 3;
            _ignoreCase = true;
            return "flags";
        }

        throw Refuse("a group that is none of (…) (?:…) (?i:…) (?=…) (?!…) (?<=…) (?<!…) (?>…) (?i)");
    }
}
