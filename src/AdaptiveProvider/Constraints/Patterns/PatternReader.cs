using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Constraints.Patterns;

/// <summary>Reads an expression code point by code point.</summary>
internal sealed class PatternReader(string pattern)
{
    private readonly int[] _codePoints = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];
    private int _next;

    /// <summary>True behind the last one.</summary>
    public bool IsAtEnd => _next == _codePoints.Length;

    /// <summary>The next one, which stays.</summary>
    public int Peek() => IsAtEnd ? throw Unsupported("ends too early") : _codePoints[_next];

    /// <summary>The next one.</summary>
    public int Take()
    {
        int taken = Peek();
        _next++;
        return taken;
    }

    /// <summary>Takes the next one if it is this.</summary>
    public bool TryTake(int codePoint)
    {
        bool takes = !IsAtEnd && _codePoints[_next] == codePoint;
        _next += takes ? 1 : 0;
        return takes;
    }

    /// <summary>Takes {n}, {n,} or {n,m}; anything else in braces is text, as ECMA 262 annex B has it.</summary>
    public (int CountMin, int? CountMax)? TryReadBounds()
    {
        int begin = _next;
        if (TryTake('{') && TryReadNumber() is { } countMin)
        {
            int? countMax = countMin;
            if (TryTake(','))
            {
                countMax = TryReadNumber();
            }

            if (TryTake('}'))
            {
                return (countMin, countMax);
            }
        }

        _next = begin;
        return null;
    }

    /// <summary>Takes exactly so many hexadecimal digits.</summary>
    public int TakeHex(int digits)
    {
        var text = new StringBuilder();
        for (int digit = 0; digit < digits; digit++)
        {
            text.Append(new Rune(Take()).ToString());
        }

        return int.TryParse(text.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : throw Unsupported("has an escape without its hexadecimal digits");
    }

    /// <summary>Takes everything to a closing brace.</summary>
    public string TakeToBrace()
    {
        var text = new StringBuilder();
        for (int next = Take(); next != '}'; next = Take())
        {
            text.Append(new Rune(next).ToString());
        }

        return text.ToString();
    }

    /// <summary>What is wrong, with the place.</summary>
    public PatternException Unsupported(string what) => new($"\"{pattern}\" {what} (before character {_next + 1})");

    private int? TryReadNumber()
    {
        int? number = null;
        while (!IsAtEnd && Peek() is >= '0' and <= '9')
        {
            number = Math.Min(1_000_000, ((number ?? 0) * 10) + Take() - '0');
        }

        return number;
    }
}
