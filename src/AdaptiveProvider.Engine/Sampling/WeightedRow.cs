using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>A row of logits as weights to draw from, computed a block at a time: nothing of the vocabulary's size is stored.</summary>
/// <param name="logits">The row after bias, penalties and mask, [vocabulary].</param>
/// <param name="max">Its highest logit, whose weight is 1.</param>
/// <param name="temperature">Above 0.</param>
/// <param name="cutoff">What is cut.</param>
/// <param name="scratch">The calling thread's working memory.</param>
internal readonly ref struct WeightedRow(ReadOnlySpan<float> logits, float max, float temperature, LogitCutoff cutoff, SamplerScratch scratch)
{
    private readonly ReadOnlySpan<float> _logits = logits;
    private readonly float _max = max;
    private readonly float _temperature = temperature;
    private readonly LogitCutoff _cutoff = cutoff;
    private readonly SamplerScratch _scratch = scratch;

    // Probabilities that are taken away, and the weight that means probability 1 then.
    private readonly ReadOnlySpan<float> _subtracted = default;
    private readonly double _unit = 1;

    private WeightedRow(WeightedRow row, ReadOnlySpan<float> subtracted, double unit)
        : this(row._logits, row._max, row._temperature, row._cutoff, row._scratch)
    {
        _subtracted = subtracted;
        _unit = unit;
    }

    private int BlockCount => (_logits.Length + SamplerScratch.BlockLength - 1) / SamplerScratch.BlockLength;

    /// <summary>The weight of all tokens.</summary>
    public double Total()
    {
        double total = 0;
        for (int block = 0; block < BlockCount; block++)
        {
            total += Weigh(block, _scratch.Weights);
        }

        return total;
    }

    /// <summary>The weight of one token.</summary>
    public double Weight(int token) => LogitScan.Weigh(_logits.Slice(token, 1), token, _scratch.Weights, _max, _temperature, _cutoff);

    /// <summary>What this row's probabilities have more than others: max(p - q, 0) in place of the weights.</summary>
    /// <param name="others">q, [vocabulary].</param>
    /// <param name="total">This row's <see cref="Total"/>.</param>
    public WeightedRow Beyond(ReadOnlySpan<float> others, double total) => new(this, others[.._logits.Length], total);

    /// <summary>The token that owns a uniform number, by inverse CDF in the order of ids; <see cref="SampledToken.NoToken"/> where nothing weighs anything.</summary>
    /// <param name="uniform">In [0, 1).</param>
    public int Draw(float uniform)
    {
        var blocks = _scratch.BlockWeights(BlockCount);
        double total = 0;
        for (int block = 0; block < blocks.Length; block++)
        {
            blocks[block] = Weigh(block, _scratch.Weights);
            total += blocks[block];
        }

        double target = uniform * total;
        double passed = 0;
        int chosen = SampledToken.NoToken;
        for (int block = 0; block < blocks.Length; block++)
        {
            if (blocks[block] > 0)
            {
                chosen = block;
                if (passed + blocks[block] > target)
                {
                    break;
                }

                passed += blocks[block];
            }
        }

        if (chosen == SampledToken.NoToken)
        {
            return SampledToken.NoToken;
        }

        Weigh(chosen, _scratch.Weights);
        return (chosen * SamplerScratch.BlockLength) + IndexAt(_scratch.Weights.AsSpan(0, Block(chosen).Length), target - passed);
    }

    /// <summary>Writes every token's probability.</summary>
    /// <param name="destination">[vocabulary]</param>
    public void CopyProbabilitiesTo(Span<float> destination)
    {
        double total = 0;
        for (int block = 0; block < BlockCount; block++)
        {
            total += Weigh(block, destination[(block * SamplerScratch.BlockLength)..]);
        }

        Scale(destination[.._logits.Length], (float)(1 / total));
    }

    private ReadOnlySpan<float> Block(int block)
    {
        int first = block * SamplerScratch.BlockLength;
        return _logits.Slice(first, Math.Min(SamplerScratch.BlockLength, _logits.Length - first));
    }

    private double Weigh(int block, Span<float> weights)
    {
        var logits = Block(block);
        double sum = LogitScan.Weigh(logits, block * SamplerScratch.BlockLength, weights, _max, _temperature, _cutoff);
        return _subtracted.IsEmpty ? sum : Subtract(weights[..logits.Length], _subtracted.Slice(block * SamplerScratch.BlockLength, logits.Length), (float)(1 / _unit));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Subtract(Span<float> weights, ReadOnlySpan<float> others, float scale)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = MathF.Max((weights[i] * scale) - others[i], 0);
            sum += weights[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Span<float> values, float factor)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(values[i..]) * factor).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    /// <summary>The first index at which the running sum passes the target; the last with any weight if rounding leaves the sum short.</summary>
    private static int IndexAt(ReadOnlySpan<float> weights, double target)
    {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                sum += weights[i];
                if (sum > target)
                {
                    break;
                }
            }
        }

        return last;
    }
}
