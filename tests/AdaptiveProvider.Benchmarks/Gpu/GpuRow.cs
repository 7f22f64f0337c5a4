namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>One line of the table.</summary>
/// <param name="Shape">The model's shape.</param>
/// <param name="Program">What ran it.</param>
/// <param name="Batch">Sequences at a time.</param>
internal sealed record GpuRow(string Shape, string Program, int Batch)
{
    public double PromptTokensPerSecond { get; init; }

    public double DecodeTokensPerSecond { get; init; }

    /// <summary>Weights and cache read per decode step over the time of the step, as a fraction of the copy bandwidth.</summary>
    public double BandwidthFraction { get; init; }

    /// <summary>Why there are no numbers; null where there are.</summary>
    public string? Failure { get; init; }

    /// <summary>Bytes that one decode step reads: the weights but for an untied embedding, and the cached keys and values, in 16 bits.</summary>
    public static double StepBytes(Models.Configuration.ModelSpec spec, int batch, double cachedTokens)
    {
        double projections = (double)spec.HiddenSize * spec.HeadDim * ((2 * spec.HeadCount) + (2 * spec.KvHeadCount));
        double layer = projections + (3.0 * spec.HiddenSize * spec.IntermediateSize);
        double weights = (layer * spec.Layout.LayerDepth) + ((double)spec.VocabularySize * spec.HiddenSize);
        double cache = 2.0 * spec.Layout.LayerDepth * spec.KvHeadCount * spec.HeadDim * batch * cachedTokens;
        return 2 * (weights + cache);
    }
}
