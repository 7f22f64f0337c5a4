using System.Numerics;

namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A set of bytes.</summary>
internal readonly record struct ByteSet(ulong Bits0, ulong Bits1, ulong Bits2, ulong Bits3)
{
    /// <summary>How many bytes it holds.</summary>
    public int Count => BitOperations.PopCount(Bits0) + BitOperations.PopCount(Bits1) + BitOperations.PopCount(Bits2) + BitOperations.PopCount(Bits3);

    /// <summary>True when it holds none.</summary>
    public bool IsEmpty => (Bits0 | Bits1 | Bits2 | Bits3) == 0;

    /// <summary>The smallest byte; meaningless when empty.</summary>
    public byte Smallest => (byte)(Bits0 != 0 ? BitOperations.TrailingZeroCount(Bits0)
        : Bits1 != 0 ? 64 + BitOperations.TrailingZeroCount(Bits1)
        : Bits2 != 0 ? 128 + BitOperations.TrailingZeroCount(Bits2)
        : 192 + BitOperations.TrailingZeroCount(Bits3));

    /// <summary>The set of one byte.</summary>
    public static ByteSet Of(byte value) => Range(value, value);

    /// <summary>The bytes from one to another, both included.</summary>
    public static ByteSet Range(byte first, byte last)
    {
        var set = default(ByteSet);
        for (int value = first; value <= last; value++)
        {
            ulong bit = 1UL << (value & 63);
            set |= (value >> 6) switch
            {
                0 => new ByteSet(bit, 0, 0, 0),
                1 => new ByteSet(0, bit, 0, 0),
                2 => new ByteSet(0, 0, bit, 0),
                _ => new ByteSet(0, 0, 0, bit),
            };
        }

        return set;
    }

    /// <summary>What either holds.</summary>
    public static ByteSet operator |(in ByteSet left, in ByteSet right)
        => new(left.Bits0 | right.Bits0, left.Bits1 | right.Bits1, left.Bits2 | right.Bits2, left.Bits3 | right.Bits3);

    /// <summary>What both hold.</summary>
    public static ByteSet operator &(in ByteSet left, in ByteSet right)
        => new(left.Bits0 & right.Bits0, left.Bits1 & right.Bits1, left.Bits2 & right.Bits2, left.Bits3 & right.Bits3);

    /// <summary>Whether it holds a byte.</summary>
    public bool Contains(byte value)
    {
        ulong bits = (value >> 6) switch { 0 => Bits0, 1 => Bits1, 2 => Bits2, _ => Bits3 };
        return (bits >> (value & 63) & 1) != 0;
    }
}
