using System.Numerics;
using System.Security.Cryptography;

namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>
/// Pairs of tokens to ranks: open addressing with a multiply-shift hash (Dietzfelbinger 1996). A pair of equal tokens, which the default hash of
/// a 64-bit key sends to one and the same bucket, spreads like any other, and random multipliers keep a hostile file from aiming at collisions.
/// </summary>
internal sealed class PairMap
{
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] _pairs;
    private readonly int[] _ranks;
    private readonly ulong _left = RandomOdd();
    private readonly ulong _right = RandomOdd();
    private readonly int _shift;

    /// <summary>Makes room for so many pairs of ids from 0 to 2^31 - 1.</summary>
    public PairMap(int count)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * count));
        _pairs = new ulong[size];
        Array.Fill(_pairs, Empty);
        _ranks = new int[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    /// <summary>Sets a pair's rank, replacing an earlier one.</summary>
    public void Set(int left, int right, int rank)
    {
        var slot = SlotOf(left, right);
        _pairs[slot] = Key(left, right);
        _ranks[slot] = rank;
    }

    /// <summary>The pair's rank, or -1 when it has none.</summary>
    public int Find(int left, int right)
    {
        var slot = SlotOf(left, right);
        return _pairs[slot] == Empty ? -1 : _ranks[slot];
    }

    private int SlotOf(int left, int right)
    {
        var key = Key(left, right);
        var slot = (int)(((_left * (uint)left) + (_right * (uint)right)) >> _shift);
        while (_pairs[slot] != Empty && _pairs[slot] != key)
        {
            slot = (slot + 1) & (_pairs.Length - 1);
        }

        return slot;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private static ulong RandomOdd() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
}
