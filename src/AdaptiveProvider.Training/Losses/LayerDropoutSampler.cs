using System.Collections;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Draws the layers that a batch's sequences do without.</summary>
internal static class LayerDropoutSampler
{
    /// <summary>The dropout of a batch; null for none.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="layers">Layer applications at full depth.</param>
    /// <param name="sequences">Rows of the batch.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="random">Draws for this batch alone.</param>
    public static LayerDropout? Draw(TrainingConfiguration configuration, int layers, int sequences, long step, NormalRandom random)
    {
        if (configuration.LayerDropout.RateMax == 0)
        {
            return null;
        }

        var kept = new BitArray[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            double rate = Rate(configuration, layer, layers, step);
            kept[layer] = new BitArray([.. Enumerable.Range(0, sequences).Select(_ => random.NextUniform() >= rate)]);
        }

        return new LayerDropout(kept);
    }

    /// <summary>LayerSkip §4.1.1: the probability S(t) · D(l) · RateMax.</summary>
    public static double Rate(TrainingConfiguration configuration, int layer, int layers, long step)
    {
        double schedule = configuration.LayerDropout.Schedule == LayerDropoutSchedule.Constant ? 1 : Growth(step, configuration.Steps);
        return schedule * Growth(layer, layers) * configuration.LayerDropout.RateMax;
    }

    // exp(i · ln 2 / (n − 1)) − 1: from 0 to 1, later parts faster.
    private static double Growth(long index, long count) => count <= 1 ? 1 : Math.Pow(2, Math.Min(1, (double)index / (count - 1))) - 1;
}
