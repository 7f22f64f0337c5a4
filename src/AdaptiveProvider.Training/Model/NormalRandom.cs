namespace AdaptiveProvider.Training.Model;

/// <summary>Normal random numbers with a fixed algorithm (SplitMix64, Box–Muller), so that a seed means the same weights everywhere.</summary>
internal sealed class NormalRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        ulong bits = _state += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A uniform number in [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fills an array with numbers of mean 0.</summary>
    public float[] Normal(long count, double standardDeviation)
    {
        var values = new float[count];
        for (long i = 0; i < count; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform())) * standardDeviation, angle = 2 * Math.PI * NextUniform();
            values[i] = (float)(radius * Math.Cos(angle));
            if (i + 1 < count)
            {
                values[i + 1] = (float)(radius * Math.Sin(angle));
            }
        }

        return values;
    }
}
