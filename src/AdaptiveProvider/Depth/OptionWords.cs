using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Depth;

/// <summary>The words by which options name the engine's choices.</summary>
internal static class OptionWords
{
    /// <summary>What tokens are judged by.</summary>
    public static WordTable<ExitMeasure> Measures { get; } = new(
        ("margin", ExitMeasure.Margin),
        ("probability", ExitMeasure.MaxProbability),
        ("entropy", ExitMeasure.Entropy),
        ("cosine", ExitMeasure.Cosine),
        ("change", ExitMeasure.RelativeChange),
        ("classifier", ExitMeasure.Classifier),
        ("gate", ExitMeasure.Gate),
        ("router", ExitMeasure.RouterScore));

    /// <summary>When drafts stand.</summary>
    public static WordTable<DraftAcceptance> Acceptances { get; } = new(
        ("same_draw", DraftAcceptance.SameDraw),
        ("rejection", DraftAcceptance.Rejection),
        ("cross_entropy", DraftAcceptance.CrossEntropy));

    /// <summary>How thresholds learn.</summary>
    public static WordTable<ThresholdAdaptation> Adaptations { get; } = new(
        ("none", ThresholdAdaptation.None),
        ("beta_mixture", ThresholdAdaptation.BetaMixture),
        ("beta_mixture_as_published", ThresholdAdaptation.BetaMixtureAsPublished));
}
