namespace AdaptiveProvider.Models.Configuration;

/// <summary>The random state that Huginn's loops start from (2502.05171, section 3.2): normal, cut at three deviations, a function of seed and position only.</summary>
/// <param name="Deviation">Standard deviation before the cut; 0 starts from zeros.</param>
/// <param name="Seed">The seed.</param>
public sealed record StartState(float Deviation, long Seed)
{
    private const double Cut = 3;
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>Writes the state of a position: the same whatever its batch, its tokens or the executor.</summary>
    /// <param name="position">Position in the request, from 0.</param>
    /// <param name="state">[hidden]</param>
    public void Fill(int position, Span<float> state)
    {
        if (Deviation == 0)
        {
            state.Clear();
            return;
        }

        ulong counter = Mix(Mix((ulong)Seed) + (uint)position);
        for (int i = 0; i < state.Length;)
        {
            // Box and Muller (1958); values behind the cut are drawn again.
            double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(ref counter)));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * Uniform(ref counter));
            i += Put(radius * cosine, state[i..]);
            i += Put(radius * sine, state[i..]);
        }
    }

    private int Put(double value, Span<float> state)
    {
        if (state.IsEmpty || Math.Abs(value) > Cut)
        {
            return 0;
        }

        state[0] = (float)(Deviation * value);
        return 1;
    }

    private static double Uniform(ref ulong counter) => (Mix(counter += Increment) >> 11) * (1d / (1L << 53));

    // SplitMix64's finaliser (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
