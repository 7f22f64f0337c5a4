namespace AdaptiveProvider.Constraints.Automata;

/// <summary>Writes ranges of code points as sequences of byte ranges: UTF-8 without surrogates.</summary>
internal static class Utf8Ranges
{
    private static readonly (int First, int Last, int Length)[] Lengths = [(0, 0x7F, 1), (0x80, 0x7FF, 2), (0x800, 0xD7FF, 3), (0xE000, 0xFFFF, 3), (0x10000, CodePoints.Last, 4)];

    /// <summary>Sequences that together spell exactly the code points of a range.</summary>
    public static IEnumerable<(byte First, byte Last)[]> Of(int first, int last)
    {
        foreach (var part in Lengths)
        {
            int from = Math.Max(first, part.First), to = Math.Min(last, part.Last);
            if (from <= to)
            {
                foreach (var sequence in Split(from, to, part.Length))
                {
                    yield return sequence;
                }
            }
        }
    }

    // Cuts where the last bytes do not run through all their values, so that each piece is a product of byte ranges.
    private static IEnumerable<(byte First, byte Last)[]> Split(int first, int last, int length)
    {
        for (int bits = 6; bits < 6 * length; bits += 6)
        {
            int mask = (1 << bits) - 1;
            if ((first & ~mask) == (last & ~mask))
            {
                break;
            }

            if ((first & mask) != 0)
            {
                return Split(first, first | mask, length).Concat(Split((first | mask) + 1, last, length));
            }

            if ((last & mask) != mask)
            {
                return Split(first, (last & ~mask) - 1, length).Concat(Split(last & ~mask, last, length));
            }
        }

        byte[] from = Encode(first, length), to = Encode(last, length);
        return [[.. from.Zip(to)]];
    }

    private static byte[] Encode(int codePoint, int length)
    {
        var bytes = new byte[length];
        for (int i = length - 1; i > 0; i--)
        {
            bytes[i] = (byte)(0x80 | (codePoint & 0x3F));
            codePoint >>= 6;
        }

        bytes[0] = (byte)(codePoint | (length switch { 1 => 0, 2 => 0xC0, 3 => 0xE0, _ => 0xF0 }));
        return bytes;
    }
}
