namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>How far packed weights are from the stored ones.</summary>
/// <param name="MaximumAbsolute">Largest difference of one weight.</param>
/// <param name="SquaredError">Sum of the squared differences.</param>
/// <param name="SquaredWeights">Sum of the squared stored weights.</param>
internal readonly record struct QuantizationError(double MaximumAbsolute, double SquaredError, double SquaredWeights)
{
    /// <summary>Root mean square of the differences over that of the weights; zero for weights that are all zero.</summary>
    public double RelativeRootMeanSquare => SquaredWeights == 0 ? 0 : Math.Sqrt(SquaredError / SquaredWeights);

    /// <summary>The error of both sets of weights together.</summary>
    public QuantizationError With(QuantizationError other) => new(
        Math.Max(MaximumAbsolute, other.MaximumAbsolute), SquaredError + other.SquaredError, SquaredWeights + other.SquaredWeights);

    /// <summary>The error after one more weight.</summary>
    public QuantizationError With(float stored, float packed)
    {
        double difference = Math.Abs((double)stored - packed);
        return new(Math.Max(MaximumAbsolute, difference), SquaredError + (difference * difference), SquaredWeights + ((double)stored * stored));
    }
}
