using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>Reads sets of characters: [...] and escapes.</summary>
internal static class CharacterClassReader
{
    /// <summary>Reads a set behind its opening bracket.</summary>
    public static (int First, int Last)[] Read(PatternReader reader)
    {
        bool isNegated = reader.TryTake('^');
        var ranges = new List<(int First, int Last)>();
        while (!reader.TryTake(']'))
        {
            var first = ReadMember(reader);
            if (first.Length != 1 || first[0].First != first[0].Last || !reader.TryTake('-'))
            {
                ranges.AddRange(first);
            }
            else if (reader.TryTake(']'))
            {
                ranges.AddRange([first[0], ('-', '-')]);
                break;
            }
            else
            {
                var last = ReadMember(reader);
                if (last.Length != 1 || last[0].First != last[0].Last || last[0].First < first[0].First)
                {
                    throw reader.Unsupported("has a range out of order");
                }

                ranges.Add((first[0].First, last[0].First));
            }
        }

        return isNegated ? CodePoints.Complement(ranges) : CodePoints.Normalized(ranges);
    }

    /// <summary>Reads an escape behind its backslash.</summary>
    public static (int First, int Last)[] ReadEscape(PatternReader reader, bool isInClass)
    {
        int escaped = reader.Take();
        switch (escaped)
        {
            case 'd':
                return CharacterClasses.Digits;
            case 'D':
                return CodePoints.Complement(CharacterClasses.Digits);
            case 'w':
                return CharacterClasses.Words;
            case 'W':
                return CodePoints.Complement(CharacterClasses.Words);
            case 's':
                return CharacterClasses.Spaces;
            case 'S':
                return CodePoints.Complement(CharacterClasses.Spaces);
            case 'p' or 'P':
                return ReadCategory(reader, isNegated: escaped == 'P');
            case 'b' when isInClass:
                return [('\b', '\b')];
            case 'b' or 'B':
                throw reader.Unsupported("asserts a word boundary");
            case (>= '1' and <= '9') or 'k':
                throw reader.Unsupported("refers back to a group");
            default:
                int point = ReadCharacter(reader, escaped);
                return [(point, point)];
        }
    }

    private static (int First, int Last)[] ReadMember(PatternReader reader)
    {
        int character = reader.Take();
        return character == '\\' ? ReadEscape(reader, isInClass: true) : [(character, character)];
    }

    private static int ReadCharacter(PatternReader reader, int escaped) => escaped switch
    {
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        '0' => 0,
        'c' => reader.Take() % 32,
        'x' => reader.TakeHex(2),
        'u' => ReadUnicode(reader),
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => throw reader.Unsupported($"has the unknown escape \\{(char)escaped}"),
        _ => escaped,
    };

    private static int ReadUnicode(PatternReader reader)
    {
        if (reader.TryTake('{'))
        {
            return int.TryParse(reader.TakeToBrace(), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int point) && point is >= 0 and <= CodePoints.Last
                ? point
                : throw reader.Unsupported("names no code point");
        }

        int unit = reader.TakeHex(4);
        if (!char.IsHighSurrogate((char)unit))
        {
            return unit;
        }

        int low = reader.TryTake('\\') && reader.TryTake('u') ? reader.TakeHex(4) : 0;
        return char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)unit, (char)low) : throw reader.Unsupported("has half a surrogate pair");
    }

    private static (int First, int Last)[] ReadCategory(PatternReader reader, bool isNegated)
    {
        if (!reader.TryTake('{'))
        {
            throw reader.Unsupported("has \\p without a category in braces");
        }

        string name = reader.TakeToBrace();
        var ranges = CharacterClasses.Category(name) ?? throw reader.Unsupported($"names the category {name}, which is not supported; general categories such as L or Nd are");
        return isNegated ? CodePoints.Complement(ranges) : ranges;
    }
}
