namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>Reads the subset of ECMA 262 regular expressions that are regular languages: no assertions but ^ and $ at the ends, no references back.</summary>
internal sealed class PatternParser
{
    private const int DepthMax = 64;
    private const int RepeatMax = 10_000;
    private readonly PatternReader _reader;
    private int _depth;

    private PatternParser(string pattern) => _reader = new PatternReader(pattern);

    /// <summary>Parses an expression.</summary>
    /// <exception cref="PatternException">It is malformed or not supported.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.ReadChoice();
        return parser._reader.IsAtEnd ? node : throw parser._reader.Unsupported("has a ) without (");
    }

    private PatternNode ReadChoice()
    {
        if (++_depth > DepthMax)
        {
            throw _reader.Unsupported($"nests groups deeper than {DepthMax}");
        }

        var options = new List<PatternNode> { ReadSequence() };
        while (_reader.TryTake('|'))
        {
            options.Add(ReadSequence());
        }

        _depth--;
        return options.Count == 1 ? options[0] : new PatternNode.Choice([.. options]);
    }

    private PatternNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (!_reader.IsAtEnd && _reader.Peek() is not ('|' or ')'))
        {
            parts.Add(ReadRepeated());
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence([.. parts]);
    }

    private PatternNode ReadRepeated()
    {
        var part = ReadAtom();
        if (ReadQuantifier() is not var (countMin, countMax))
        {
            return part;
        }

        _reader.TryTake('?'); // Reluctant or not, the language is the same.
        return part is PatternNode.Anchor ? throw _reader.Unsupported("repeats ^ or $") : new PatternNode.Repeat(part, countMin, countMax);
    }

    private (int CountMin, int? CountMax)? ReadQuantifier()
    {
        if (_reader.TryTake('*'))
        {
            return (0, null);
        }

        if (_reader.TryTake('+'))
        {
            return (1, null);
        }

        if (_reader.TryTake('?'))
        {
            return (0, 1);
        }

        if (_reader.TryReadBounds() is not var (countMin, countMax))
        {
            return null;
        }

        if (countMin > RepeatMax || countMax > RepeatMax || countMax < countMin)
        {
            throw _reader.Unsupported($"has bounds that are out of order or above {RepeatMax}");
        }

        return (countMin, countMax);
    }

    private PatternNode ReadAtom()
    {
        int character = _reader.Take();
        return character switch
        {
            '^' => new PatternNode.Anchor(IsStart: true),
            '$' => new PatternNode.Anchor(IsStart: false),
            '.' => new PatternNode.Class(CharacterClasses.Dot),
            '(' => ReadGroup(),
            '[' => new PatternNode.Class(CharacterClassReader.Read(_reader)),
            '\\' => new PatternNode.Class(CharacterClassReader.ReadEscape(_reader, isInClass: false)),
            '*' or '+' or '?' => throw _reader.Unsupported("repeats nothing"),
            _ => new PatternNode.Class([(character, character)]),
        };
    }

    private PatternNode ReadGroup()
    {
        if (_reader.TryTake('?'))
        {
            if (_reader.TryTake('<') && !_reader.IsAtEnd && _reader.Peek() is not ('=' or '!'))
            {
                while (_reader.Take() != '>')
                {
                }
            }
            else if (!_reader.TryTake(':'))
            {
                throw _reader.Unsupported("looks ahead or behind");
            }
        }

        var node = ReadChoice();
        return _reader.TryTake(')') ? node : throw _reader.Unsupported("has a ( without )");
    }
}
