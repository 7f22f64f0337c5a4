namespace AdaptiveProvider.Chat.Tools;

/// <summary>Finds the end of a JSON object or array in a text that still grows. It counts brackets outside strings and leaves all else to the parser.</summary>
internal sealed class JsonValueScanner
{
    private int _next;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Looks at what has come since the last time; the index behind the value, or null while it is incomplete.</summary>
    /// <param name="text">The text, which begins with the value's bracket and has only grown.</param>
    public int? FindEnd(string text)
    {
        for (; _next < text.Length; _next++)
        {
            if (Take(text[_next]))
            {
                return ++_next;
            }
        }

        return null;
    }

    private bool Take(char character)
    {
        if (_isInString)
        {
            (_isInString, _isEscaped) = (_isEscaped || character != '"', !_isEscaped && character == '\\');
            return false;
        }

        switch (character)
        {
            case '"':
                _isInString = true;
                break;
            case '{' or '[':
                _depth++;
                break;
            case '}' or ']':
                _depth--;
                break;
        }

        return _depth == 0;
    }
}
