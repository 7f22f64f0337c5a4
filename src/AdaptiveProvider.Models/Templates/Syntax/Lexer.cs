using AdaptiveProvider.Models.Templates.Values;

namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>
/// Cuts a template into tokens with Jinja's whitespace rules under <c>trim_blocks</c> and <c>lstrip_blocks</c>:
/// a statement or comment swallows the line break after it and the indentation before it, <c>-</c> all whitespace, <c>+</c> nothing.
/// </summary>
internal sealed class Lexer
{
    // Looking a variable up costs one step, so its name has to be short.
    private const int NameCharactersMax = 256;

    private static readonly string[] Operators =
        ["**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ".", ":", "|", ",", ";"];

    private readonly TemplateSource _source;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;

    // Where plain text may start again: behind the newline that trim_blocks or a '-' swallowed.
    private bool _startsLine = true;

    private Lexer(TemplateSource source) => (_source, _text) = (source, source.Text);

    public static List<Token> Tokenize(TemplateSource source)
    {
        var lexer = new Lexer(source);
        while (lexer._at < source.Text.Length)
        {
            lexer.ReadTextAndTag();
        }

        lexer._tokens.Add(new Token(TokenKind.End, "", source.Text.Length));
        return lexer._tokens;
    }

    private void ReadTextAndTag()
    {
        var start = _at;
        var open = FindTag();
        if (open < 0)
        {
            AddText(start, _text.Length);
            _at = _text.Length;
            return;
        }

        var kind = _text[open + 1];
        var sign = open + 2 < _text.Length ? _text[open + 2] : '\0';
        sign = sign is '-' or '+' ? sign : '\0';
        AddText(start, TextEnd(start, open, kind, sign));
        _at = open + (sign == '\0' ? 2 : 3);
        switch (kind)
        {
            case '#':
                SkipComment(open);
                break;
            case '{':
                ReadTag(TokenKind.OpenExpression, TokenKind.CloseExpression, "}}", open);
                break;
            default:
                if (!TryReadRaw(open))
                {
                    ReadTag(TokenKind.OpenStatement, TokenKind.CloseStatement, "%}", open);
                }

                break;
        }
    }

    private int FindTag()
    {
        for (var at = _at; ; at++)
        {
            at = _text.IndexOf('{', at);
            if (at < 0 || at + 1 >= _text.Length)
            {
                return -1;
            }

            if (_text[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }
    }

    private int TextEnd(int start, int open, char kind, char sign)
    {
        if (sign == '-')
        {
            return start + _text.AsSpan(start, open - start).TrimEnd().Length;
        }

        if (sign == '+' || kind == '{')
        {
            return open;
        }

        var line = start + _text.AsSpan(start, open - start).LastIndexOf('\n') + 1;
        var isOwnLine = line > start || _startsLine;
        return isOwnLine && _text.AsSpan(line, open - line).IsWhiteSpace() ? line : open;
    }

    private void AddText(int start, int end)
    {
        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Text, _text[start..end], start));
        }
    }

    private void SkipComment(int open)
    {
        var close = _text.IndexOf("#}", _at, StringComparison.Ordinal);
        if (close < 0)
        {
            throw _source.Error(open, "the comment is not closed; add '#}'");
        }

        EndTag(close, SignBefore(close, _at), "#}");
    }

    private char SignBefore(int close, int start) => close > start && _text[close - 1] is '-' or '+' ? _text[close - 1] : '\0';

    /// <summary>Moves behind a closing delimiter and what it swallows.</summary>
    private void EndTag(int close, char sign, string delimiter)
    {
        _at = close + delimiter.Length;
        var swallowed = _at;
        if (sign == '-')
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
        }
        else if (sign != '+' && delimiter != "}}" && _at < _text.Length && _text[_at] == '\n')
        {
            _at++;
        }

        _startsLine = _at > swallowed && _text[_at - 1] == '\n';
    }

    private bool TryReadRaw(int open)
    {
        var at = SkipSpaces(_at);
        if (!IsWordAt(at, "raw"))
        {
            return false;
        }

        at = SkipSpaces(at + 3);
        var sign = at < _text.Length && _text[at] == '-' ? '-' : '\0';
        at += sign == '-' ? 1 : 0;
        if (string.CompareOrdinal(_text, at, "%}", 0, 2) != 0)
        {
            return false;
        }

        // Raw keeps the line break after it, unlike other statements.
        EndTag(at, sign == '-' ? '-' : '+', "%}");
        var start = _at;
        for (var end = _at; (end = _text.IndexOf("{%", end, StringComparison.Ordinal)) >= 0; end += 2)
        {
            var endSign = end + 2 < _text.Length && _text[end + 2] is '-' or '+' ? _text[end + 2] : '\0';
            var word = SkipSpaces(end + (endSign == '\0' ? 2 : 3));
            var close = IsWordAt(word, "endraw") ? SkipSpaces(word + 6) : _text.Length;
            var closeSign = close < _text.Length && _text[close] is '-' or '+' ? _text[close] : '\0';
            close += closeSign == '\0' ? 0 : 1;
            if (string.CompareOrdinal(_text, close, "%}", 0, 2) == 0)
            {
                AddText(start, TextEnd(start, end, '%', endSign));
                EndTag(close, closeSign, "%}");
                return true;
            }
        }

        throw _source.Error(open, "the raw block is not closed; add '{% endraw %}'");
    }

    private bool IsWordAt(int at, string word)
        => string.CompareOrdinal(_text, at, word, 0, word.Length) == 0 && (at + word.Length >= _text.Length || !IsNamePart(_text[at + word.Length]));

    private int SkipSpaces(int at)
    {
        while (at < _text.Length && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }

        return at;
    }

    private void ReadTag(TokenKind openKind, TokenKind closeKind, string delimiter, int open)
    {
        _tokens.Add(new Token(openKind, _text.Substring(open, 2), open));
        var brackets = 0;
        while (true)
        {
            _at = SkipSpaces(_at);
            if (_at >= _text.Length)
            {
                throw _source.Error(open, $"'{_text.Substring(open, 2)}' is not closed; add '{delimiter}'");
            }

            // Inside brackets '}}' closes dictionaries, not the tag.
            if (brackets == 0 && TryCloseTag(closeKind, delimiter))
            {
                return;
            }

            var token = ReadToken();
            brackets += token.Kind != TokenKind.Operator ? 0 : token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
            if (brackets < 0)
            {
                throw _source.Error(token.Position, $"unexpected '{token.Text}'");
            }

            _tokens.Add(token);
        }
    }

    private bool TryCloseTag(TokenKind closeKind, string delimiter)
    {
        var sign = _text[_at] == '-' || (_text[_at] == '+' && delimiter == "%}") ? _text[_at] : '\0';
        var close = sign == '\0' ? _at : _at + 1;
        if (string.CompareOrdinal(_text, close, delimiter, 0, 2) != 0)
        {
            return false;
        }

        _tokens.Add(new Token(closeKind, delimiter, close));
        EndTag(close, sign, delimiter);
        return true;
    }

    private Token ReadToken()
    {
        var start = _at;
        var first = _text[start];
        if (first is '\'' or '"')
        {
            return ReadString(first);
        }

        if (char.IsAsciiDigit(first))
        {
            var isAfterDot = start > 0 && _text[start - 1] == '.';
            _at += NumberScanner.Length(_text.AsSpan(start), isAfterDot, out var isFloat);
            return new Token(isFloat ? TokenKind.Float : TokenKind.Integer, _text[start.._at], start);
        }

        if (char.IsLetter(first) || first == '_')
        {
            while (_at < _text.Length && IsNamePart(_text[_at]))
            {
                _at++;
            }

            if (_at - start > NameCharactersMax)
            {
                throw _source.Error(start, $"a name has more than {NameCharactersMax} characters");
            }

            return new Token(TokenKind.Name, _text[start.._at], start);
        }

        var sign = Array.Find(Operators, sign => string.CompareOrdinal(_text, start, sign, 0, sign.Length) == 0)
            ?? throw _source.Error(start, $"unexpected character {PythonText.Quote(first.ToString())}");
        _at += sign.Length;
        return new Token(TokenKind.Operator, sign, start);
    }

    private Token ReadString(char quote)
    {
        var start = _at++;
        while (_at < _text.Length && _text[_at] != quote)
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= _text.Length)
        {
            throw _source.Error(start, $"the string is not closed; add {quote}");
        }

        _at++;
        return new Token(TokenKind.String, StringLiteral.Unescape(_source, start + 1, _at - 1), start);
    }

    private static bool IsNamePart(char unit) => char.IsLetterOrDigit(unit) || unit == '_';
}
