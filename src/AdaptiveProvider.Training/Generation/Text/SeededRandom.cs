using System.Numerics;

namespace AdaptiveProvider.Training.Generation.Text;

/// <summary>A reproducible source of random numbers: xoshiro256** seeded through SplitMix64, the same on every platform and runtime.</summary>
/// <remarks>Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators" (2021). Not thread safe.</remarks>
public sealed class SeededRandom
{
    private const int UsualPercent = 30;

    private readonly ulong[] _state = new ulong[4];

    /// <summary>A stream of its own for every pair of seed and index, so that document n does not depend on those before it.</summary>
    public SeededRandom(long seed, long index = 0)
    {
        ulong mixer = Mix((ulong)seed) + (ulong)index * 0x9E3779B97F4A7C15UL;
        for (int i = 0; i < _state.Length; i++)
        {
            mixer += 0x9E3779B97F4A7C15UL;
            _state[i] = Mix(mixer);
        }
    }

    /// <summary>A whole number from 0 to below <paramref name="exclusiveMax"/>.</summary>
    public int Below(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)(((UInt128)NextBits() * (ulong)exclusiveMax) >> 64);
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Between(int min, int max) => min + Below(max - min + 1);

    /// <summary>True in <paramref name="percent"/> of a hundred cases.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>One of the items, each as likely as the others.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>One of the items: the first, the most usual, in three of ten cases at least.</summary>
    public T PickUsual<T>(IReadOnlyList<T> items) => Chance(UsualPercent) ? items[0] : Pick(items);

    /// <summary>A different order of the same items.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        T[] order = [.. items];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        ulong shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
