namespace AdaptiveProvider.Engine.Depth;

/// <summary>What the measures need.</summary>
public static class ExitMeasures
{
    /// <summary>True when the measure is taken from logits, so that the row must go through the head to be judged.</summary>
    public static bool NeedsHead(this ExitMeasure measure) => measure is ExitMeasure.Margin or ExitMeasure.MaxProbability or ExitMeasure.Entropy;
}
