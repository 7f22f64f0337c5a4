namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>What two models have in common when they are compared.</summary>
public enum PaperTableBudget
{
    /// <summary>The number of training tokens.</summary>
    Tokens,

    /// <summary>The training FLOPs: a model that costs less per token sees more of them.</summary>
    Flops,
}
