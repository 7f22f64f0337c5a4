using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Grammar;

/// <summary>One character of a JSON string, byte by byte: UTF-8 or an escape. State 0 is between two characters.</summary>
internal static class JsonCharacter
{
    /// <summary>Between two characters.</summary>
    public const int Boundary = 0;

    private const int One = 1, Two = 2, Three = 3, AfterE0 = 4, AfterED = 5, AfterF0 = 6, AfterF4 = 7;
    private const int Escape = 8, Hex4 = 9, AfterD = 10, Hex2 = 11, Hex1 = 12, High2 = 13, High1 = 14, LowEscape = 15, LowU = 16, LowD = 17, LowSecond = 18;
    private const int Count = 20, Hex3 = 19;

    private static readonly sbyte[,] Transitions = Create();
    private static readonly ByteSet[] Firsts = [.. Enumerable.Range(0, Count).Select(state => FirstOf(state))];

    /// <summary>The bytes that may come in a state; without \u and \/ there is one spelling only of each text that has any.</summary>
    public static ByteSet First(int state, bool isCanonical)
        => isCanonical && state == Escape ? Except(Except(Firsts[state], (byte)'u'), (byte)'/') : Firsts[state];

    /// <summary>The state after a byte that may come.</summary>
    public static int Next(int state, byte value) => Transitions[state, value];

    private static sbyte[,] Create()
    {
        var next = new sbyte[Count, 256];
        for (int state = 0; state < Count; state++)
        {
            for (int value = 0; value < 256; value++)
            {
                next[state, value] = -1;
            }
        }

        // RFC 3629: no surrogates, nothing longer than it need be.
        Add(next, Boundary, 0x20, 0x7F, Boundary);
        Add(next, Boundary, '"', '"', -1);
        Add(next, Boundary, '\\', '\\', Escape);
        Add(next, Boundary, 0xC2, 0xDF, One);
        Add(next, Boundary, 0xE0, 0xE0, AfterE0);
        Add(next, Boundary, 0xE1, 0xEF, Two);
        Add(next, Boundary, 0xED, 0xED, AfterED);
        Add(next, Boundary, 0xF0, 0xF0, AfterF0);
        Add(next, Boundary, 0xF1, 0xF3, Three);
        Add(next, Boundary, 0xF4, 0xF4, AfterF4);
        Add(next, One, 0x80, 0xBF, Boundary);
        Add(next, Two, 0x80, 0xBF, One);
        Add(next, Three, 0x80, 0xBF, Two);
        Add(next, AfterE0, 0xA0, 0xBF, One);
        Add(next, AfterED, 0x80, 0x9F, One);
        Add(next, AfterF0, 0x90, 0xBF, Two);
        Add(next, AfterF4, 0x80, 0x8F, Two);
        foreach (char escaped in "\"\\/bfnrt")
        {
            Add(next, Escape, escaped, escaped, Boundary);
        }

        AddCodeUnits(next);
        return next;
    }

    // Surrogates come in pairs or not at all.
    private static void AddCodeUnits(sbyte[,] next)
    {
        Add(next, Escape, 'u', 'u', Hex4);
        AddHex(next, Hex4, 0, 15, Hex3);
        AddHex(next, Hex4, 13, 13, AfterD);
        AddHex(next, Hex3, 0, 15, Hex2);
        AddHex(next, AfterD, 0, 7, Hex2);
        AddHex(next, AfterD, 8, 11, High2);
        AddHex(next, Hex2, 0, 15, Hex1);
        AddHex(next, Hex1, 0, 15, Boundary);
        AddHex(next, High2, 0, 15, High1);
        AddHex(next, High1, 0, 15, LowEscape);
        Add(next, LowEscape, '\\', '\\', LowU);
        Add(next, LowU, 'u', 'u', LowD);
        AddHex(next, LowD, 13, 13, LowSecond);
        AddHex(next, LowSecond, 12, 15, Hex2);
    }

    private static void AddHex(sbyte[,] next, int state, int first, int last, int target)
    {
        for (int digit = first; digit <= last; digit++)
        {
            foreach (char spelling in digit < 10 ? [(char)('0' + digit)] : (char[])[(char)('a' + digit - 10), (char)('A' + digit - 10)])
            {
                Add(next, state, spelling, spelling, target);
            }
        }
    }

    private static void Add(sbyte[,] next, int state, int first, int last, int target)
    {
        for (int value = first; value <= last; value++)
        {
            next[state, value] = (sbyte)target;
        }
    }

    private static ByteSet FirstOf(int state)
    {
        var first = default(ByteSet);
        for (int value = 0; value < 256; value++)
        {
            first |= Transitions[state, value] >= 0 ? ByteSet.Of((byte)value) : default;
        }

        return first;
    }

    private static ByteSet Except(in ByteSet set, byte value)
    {
        var other = ByteSet.Of(value);
        return new ByteSet(set.Bits0 & ~other.Bits0, set.Bits1 & ~other.Bits1, set.Bits2 & ~other.Bits2, set.Bits3 & ~other.Bits3);
    }
}
