using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Recipes of looped checkpoints in their published formats.</summary>
public static class TinyLoopedModels
{
    /// <summary>One recipe per feature.</summary>
    public static ImmutableArray<TinyModel> All { get; } =
    [
        Ouro("ouro", """{"model_type": "ouro", "total_ut_steps": 4, "early_exit_threshold": 0.7, "use_sliding_window": false, "sliding_window": null}"""),
        Ouro("ouro-defaults-bf16", """{"rope_theta": 1000000.0}""") with { Layers = 2, KvHeads = 4, StoredType = WeightType.BF16 },
        Huginn("huginn", """{"mean_recurrence": 4}"""),
        Huginn("huginn-without-bias-untied", """{"mean_recurrence": 3, "qk_bias": false, "init_values": {"std": 0.05, "embed_scale": 3.0}}""") with
        {
            TiedHead = false, Heads = 2, HeadDim = 16, StoredType = WeightType.BF16, Seed = 5,
        },
    ];

    /// <summary>The names, for theories.</summary>
    public static IEnumerable<object[]> Names => All.Select(model => new object[] { model.Name });

    private static TinyModel Ouro(string name, string fields)
        => new() { Name = name, Architecture = "OuroForCausalLM", Layers = 3, OutputNorms = true, ConfigFields = fields };

    // Prelude and coda have one layer each.
    private static TinyModel Huginn(string name, string fields)
        => new() { Name = name, Architecture = TinyHuginn.Architecture, KvHeads = 4, TiedHead = true, ConfigFields = fields };
}
