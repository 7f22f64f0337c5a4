using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Recipes of recursive, relaxed recursive and routed checkpoints, and their extra tensors.</summary>
public static class TinyRecursiveModels
{
    private const string Expert = """{"kind": "expert_choice", "function": "linear", "activation": "sigmoid", "scale": 0.1, "offset": 0.0, "temperature": 1.0, "update": "add_output", "decision": "router", "threshold": 0.5, "capacities": [1, 0.667, 0.333], "elastic": false}""";

    /// <summary>One recipe per feature.</summary>
    public static ImmutableArray<TinyModel> All { get; } =
    [
        Model("recursive-cycle", 4, new TinyRecursion { Loops = 2 }),
        Model("recursive-middle-cycle-shared-first", 8, new TinyRecursion { Sharing = "middle_cycle", KvPolicy = "shared_first" }) with { StoredType = WeightType.BF16 },
        Model("recursive-sequence", 6, new TinyRecursion { Sharing = "sequence", Loops = 2 }) with { TiedHead = true },
        Model("recursive-middle-sequence", 6, new TinyRecursion { Sharing = "middle_sequence", Loops = 2, KvPolicy = "shared_first" }),
        Model("recursive-none", 4, new TinyRecursion { Sharing = "none", Loops = 1 }),
        Model("relaxed-middle-cycle", 8, new TinyRecursion { Sharing = "middle_cycle", LoraRank = 3 }),
        Model("relaxed-sequence-query-only", 6, new TinyRecursion { Sharing = "sequence", LoraRank = 2, LoraTarget = "q_proj" }),
        Model("recursive-own-vectors", 6, new TinyRecursion { HasLoopVectors = true, Loops = 2 }),
        Model("relaxed-own-vectors", 5, new TinyRecursion { Sharing = "middle_cycle", LoraRank = 2, HasLoopVectors = true }) with
        {
            QueryKeyValueBias = true, OutputBias = true, FeedForwardBias = true, ConfigFields = """{"attention_bias": true, "mlp_bias": true}""",
        },
        Model("mor-expert", 8, Routed(Expert)),
        Model("mor-expert-mlp-auxiliary", 6, Routed(Expert.Replace("linear", "mlp").Replace("\"router\"", "\"auxiliary\"")) with { Sharing = "cycle" }),
        Model("mor-expert-interpolate", 8, Routed("""{"kind": "expert_choice", "scale": 0.5, "offset": 0.5, "temperature": 1.5, "update": "interpolate", "threshold": 0.4, "elastic": true}""")),
        Model("mor-expert-relaxed", 5, Routed("""{"kind": "expert_choice", "scale": 0.8, "update": "interpolate"}""") with { LoraRank = 2 }),
        Model("mor-token", 8, Routed("""{"kind": "token_choice", "function": "linear", "activation": "softmax", "scale": 1.0, "update": "add_output"}""")),
        Model("mor-token-mlp-bias", 6, Routed("""{"kind": "token_choice", "function": "mlp", "activation": "sigmoid", "scale": 0.6, "update": "interpolate"}""") with { Sharing = "cycle", HasRouterBias = true }),
    ];

    /// <summary>Every combination of what routed models may choose, small.</summary>
    public static ImmutableArray<TinyModel> Combinations { get; } =
    [
        .. from sharing in new[] { "cycle", "middle_cycle" }
           from policy in new[] { "recursion_wise", "shared_first" }
           from update in new[] { "add_output", "interpolate" }
           from router in new[]
           {
               "\"kind\": \"expert_choice\", \"decision\": \"router\", \"scale\": 0.5",
               "\"kind\": \"expert_choice\", \"decision\": \"auxiliary\", \"offset\": 0.25, \"scale\": 0.5",
               "\"kind\": \"token_choice\", \"activation\": \"softmax\"",
               "\"kind\": \"token_choice\", \"activation\": \"sigmoid\", \"scale\": 0.5",
           }
           select Model(
               $"{sharing} {policy} {update} {router.Replace("\"", "", StringComparison.Ordinal)}",
               sharing == "cycle" ? 3 : 5,
               new TinyRecursion { Sharing = sharing, KvPolicy = policy, Router = $$"""{{{router}}, "update": "{{update}}"}""" }),
    ];

    /// <summary>The names of <see cref="All"/>, for theories.</summary>
    public static IEnumerable<object[]> Names => All.Select(model => new object[] { model.Name });

    /// <summary>The names of <see cref="Combinations"/>, for theories.</summary>
    public static IEnumerable<object[]> CombinationNames => Combinations.Select(model => new object[] { model.Name });

    /// <summary>The recipe of a name.</summary>
    public static TinyModel Get(string name) => All.Concat(Combinations).Single(model => model.Name == name);

    /// <summary>Low-rank pairs, vectors of loops, routers, balancing bias.</summary>
    internal static IEnumerable<WeightTensor> Weights(Random random, TinyModel model, TinyRecursion recursion)
    {
        int first = recursion.OwnLayers / 2, last = recursion.UniqueLayers(model.Layers) - first;
        for (int loop = 1; recursion.LoraRank > 0 && loop < recursion.Loops; loop++)
        {
            for (int layer = first; layer < last; layer++)
            {
                foreach (var (name, outputs, inputs, _) in TinyModels.Linears(model, ""))
                {
                    if (recursion.LoraTarget is not { } target || name.EndsWith(target, StringComparison.Ordinal))
                    {
                        string pair = $"model.loops.{loop}.layers.{layer}.{name}";
                        yield return TinyModels.Linear(random, model, $"{pair}.lora_a", recursion.LoraRank, inputs);
                        yield return TinyModels.Random(random, model, $"{pair}.lora_b", 0.6 / Math.Sqrt(recursion.LoraRank), outputs, recursion.LoraRank);
                    }
                }
            }
        }

        for (int loop = 1; recursion.HasLoopVectors && loop < recursion.Loops; loop++)
        {
            for (int layer = first; layer < last; layer++)
            {
                foreach (var vector in TinyModels.Vectors(random, model, $"model.loops.{loop}.layers.{layer}."))
                {
                    yield return vector;
                }
            }
        }

        bool isMlp = recursion.RouterField("function") == "mlp";
        if (recursion.RouterField("kind") == "token_choice")
        {
            foreach (var tensor in Function(random, model, "model.token_router", recursion.Loops, isMlp))
            {
                yield return tensor;
            }

            if (recursion.HasRouterBias)
            {
                yield return TinyModels.Random(random, model, "model.token_router.bias", 0.3, recursion.Loops);
            }
        }
        else if (recursion.Router is not null)
        {
            for (int loop = 0; loop < recursion.Loops; loop++)
            {
                foreach (var tensor in Function(random, model, $"model.routers.{loop}", 1, isMlp))
                {
                    yield return tensor;
                }
            }

            for (int loop = 1; recursion.RouterField("decision") == "auxiliary" && loop < recursion.Loops; loop++)
            {
                foreach (var tensor in Function(random, model, $"model.auxiliary_routers.{loop}", 1, isMlp))
                {
                    yield return tensor;
                }
            }
        }
    }

    private static IEnumerable<WeightTensor> Function(Random random, TinyModel model, string name, int outputs, bool isMlp)
    {
        if (isMlp)
        {
            yield return TinyModels.Linear(random, model, $"{name}.0.weight", 2 * model.Hidden, model.Hidden);
            yield return TinyModels.Linear(random, model, $"{name}.2.weight", outputs, 2 * model.Hidden);
        }
        else
        {
            yield return TinyModels.Linear(random, model, $"{name}.weight", outputs, model.Hidden);
        }
    }

    private static TinyRecursion Routed(string router) => new() { Sharing = "middle_cycle", KvPolicy = "recursion_wise", Router = router };

    private static TinyModel Model(string name, int layers, TinyRecursion recursion)
        => new() { Name = name, Architecture = "AdaptiveRecursiveForCausalLM", Layers = layers, Recursion = recursion };
}
