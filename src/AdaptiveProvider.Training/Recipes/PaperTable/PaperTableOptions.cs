namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>How large the models and budgets of the comparison are.</summary>
public sealed record PaperTableOptions
{
    /// <summary>Width of the models; even.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Tokens that the vanilla model is trained on; the others by their budget.</summary>
    public long Tokens { get; init; } = 1_500_000;

    /// <summary>Tokens per row.</summary>
    public int SequenceLength { get; init; } = 256;

    /// <summary>Rows per step.</summary>
    public int BatchRows { get; init; } = 8;

    /// <summary>Learning rates that the vanilla model tries on a quarter of the tokens; all models get the best one.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [2e-3, 4e-3, 8e-3];

    /// <summary>Layer matrices are moved by Muon, which needs fewer tokens than the published AdamW; the same for all models.</summary>
    public bool UseMuon { get; init; } = true;

    /// <summary>Of weights and of the order of data, the same for all.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>More vanilla runs with other seeds: how far they lie apart says which differences mean something.</summary>
    public int RepeatedRuns { get; init; } = 2;

    /// <summary>bf16 or f32.</summary>
    public string ComputeType { get; init; } = "bf16";

    /// <summary>Batches of held-out text per group of sources.</summary>
    public int HeldOutBatchesMax { get; init; } = 12;

    /// <summary>Steps of the vanilla model.</summary>
    public long Steps => Math.Max(1, Tokens / TokensPerStep);

    /// <summary>Places per step.</summary>
    public long TokensPerStep => (long)SequenceLength * BatchRows;

    /// <summary>Checks every range.</summary>
    /// <exception cref="TrainingException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(HiddenSize > 0 && HiddenSize % 4 == 0, nameof(HiddenSize), "must be a multiple of 4");
        Require(SequenceLength >= 2, nameof(SequenceLength), "must be at least 2");
        Require(BatchRows > 0, nameof(BatchRows), "must be positive");
        Require(Tokens >= 10 * TokensPerStep, nameof(Tokens), $"must be enough for ten steps of {TokensPerStep} tokens");
        Require(LearningRates.Count > 0 && LearningRates.All(rate => rate > 0 && double.IsFinite(rate)), nameof(LearningRates), "must be positive");
        Require(RepeatedRuns >= 0, nameof(RepeatedRuns), "must not be negative");
        Require(HeldOutBatchesMax > 0, nameof(HeldOutBatchesMax), "must be positive");
    }

    private static void Require(bool holds, string name, string rule)
    {
        if (!holds)
        {
            throw new TrainingException($"{name} of the paper-table recipe {rule}.");
        }
    }
}
