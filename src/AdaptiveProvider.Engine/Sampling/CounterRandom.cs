namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Counter-based random numbers keyed by (seed, token index, stream): a reply never depends on its batch mates.</summary>
/// <remarks>SplitMix64's finaliser (Steele, Lea and Flood, 2014) over the mixed key.</remarks>
public static class CounterRandom
{
    /// <summary>A uniform number in [0, 1) with 24 bits.</summary>
    /// <param name="seed">The request's seed.</param>
    /// <param name="tokenIndex">Index of the drawn token in the reply, from 0.</param>
    /// <param name="stream">Which of several draws for the same token; 0 for plain sampling.</param>
    public static float Uniform(long seed, int tokenIndex, int stream = 0)
    {
        ulong mixed = Mix(Mix((ulong)seed) + ((ulong)(uint)tokenIndex << 8) + (uint)stream);
        return (mixed >> 40) * (1f / (1 << 24));
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
