namespace AdaptiveProvider.Models.Weights;

/// <summary>A trained classifier of one exit (CALM's meta classifier): sigmoid(w · n + b) is the probability that the exit agrees with full depth.</summary>
/// <remarks>n is the state after the exit's last layer, before any tail, as the head would see it: behind the final norm, where the model has one there.</remarks>
/// <param name="Weight">w, [1, hidden].</param>
/// <param name="Bias">b, [1].</param>
public sealed record ExitClassifierWeights(WeightTensor Weight, WeightTensor Bias)
{
    /// <summary>w with the final norm's gain taken in, to be multiplied with a state over its root mean square; w itself where no norm comes before the head.</summary>
    /// <param name="finalNorm">The norm's gain, [hidden]; null without.</param>
    /// <returns>[hidden]</returns>
    public float[] WithGain(WeightTensor? finalNorm)
    {
        float[] weights = new float[Weight.ElementCount], gains = new float[weights.Length];
        Weight.CopyTo(weights);
        if (finalNorm is not null)
        {
            finalNorm.CopyTo(gains);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= gains[i];
            }
        }

        return weights;
    }

    /// <summary>b as a number.</summary>
    public float BiasValue()
    {
        Span<float> bias = stackalloc float[1];
        Bias.CopyRowTo(0, bias);
        return bias[0];
    }
}
