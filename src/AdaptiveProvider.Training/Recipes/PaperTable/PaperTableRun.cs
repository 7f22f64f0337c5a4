using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>One training run of the comparison: a variant on a budget.</summary>
/// <param name="Variant">The model.</param>
/// <param name="Budget">What it has in common with vanilla.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="LearningRate">The constant rate.</param>
/// <param name="Seed">Of weights and of the order of data.</param>
public sealed record PaperTableRun(PaperTableVariant Variant, PaperTableBudget Budget, long Steps, double LearningRate, long Seed)
{
    private const double DecayFraction = 0.2;

    /// <summary>Name of its folder.</summary>
    public string Folder => $"{Variant.Name}-equal-{(Budget == PaperTableBudget.Tokens ? "tokens" : "flops")}";

    /// <summary>Steps before the rate falls: a longer run at the same rate begins with the same ones.</summary>
    public long StableSteps => Steps - (long)Math.Ceiling(Steps * DecayFraction);

    /// <summary>The runs of a variant. The second one begins with the first one's constant part.</summary>
    /// <param name="variant">The model.</param>
    /// <param name="vanilla">The model that sets the budget.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="learningRate">The constant rate.</param>
    /// <returns>One run where both budgets are the same, else equal tokens and then equal FLOPs.</returns>
    public static IReadOnlyList<PaperTableRun> Of(PaperTableVariant variant, PaperTableVariant vanilla, PaperTableOptions options, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(vanilla);
        ArgumentNullException.ThrowIfNull(options);
        var equalTokens = new PaperTableRun(variant, PaperTableBudget.Tokens, options.Steps, learningRate, options.Seed);
        double saved = TrainingFlops.PerToken(vanilla.Architecture, options.SequenceLength) / TrainingFlops.PerToken(variant.Architecture, options.SequenceLength);
        return variant.IsRouted ? [equalTokens, equalTokens with { Budget = PaperTableBudget.Flops, Steps = (long)Math.Round(options.Steps * saved) }] : [equalTokens];
    }

    /// <summary>The run as the trainer takes it.</summary>
    public TrainingConfiguration Configuration(PaperTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TrainingConfiguration
        {
            Architecture = Variant.Architecture,
            Seed = Seed,
            SequenceLength = options.SequenceLength,
            BatchRows = options.BatchRows,
            BatchesPerStep = 1,
            Steps = Steps,
            WarmUpSteps = Math.Max(1, options.Steps / 20),
            DecayFraction = DecayFraction,
            LearningRate = LearningRate,
            Optimizer = new OptimizerOptions { UseMuon = options.UseMuon },
            ComputeType = options.ComputeType,
        };
    }
}
