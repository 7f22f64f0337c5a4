using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Huginn's published fields and tensor names, for a recipe whose first layer is the prelude and whose last is the coda.</summary>
internal static class TinyHuginn
{
    /// <summary>The published architecture's name.</summary>
    public const string Architecture = "RavenForCausalLM";

    /// <summary>True for Huginn's recipes.</summary>
    public static bool Is(TinyModel model) => model.Architecture == Architecture;

    /// <summary>The fields of config.json.</summary>
    public static JsonObject Config(TinyModel model)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(Architecture),
            ["model_type"] = "huginn_raven",
            ["bias"] = false,
            ["block_class_name"] = "SandwichBlock",
            ["block_size"] = model.Context,
            ["head_dim"] = model.HeadDim,
            ["injection_type"] = "linear",
            ["intermediate_size"] = model.Intermediate,
            ["n_embd"] = model.Hidden,
            ["n_heads"] = model.Heads,
            ["n_layers"] = model.Layers,
            ["n_layers_in_coda"] = 1,
            ["n_layers_in_prelude"] = 1,
            ["n_layers_in_recurrent_block"] = model.Layers - 2,
            ["nonlin_name"] = "SiLU",
            ["norm_eps"] = 1e-6,
            ["num_key_value_heads"] = model.Heads,
            ["qk_bias"] = true,
            ["rope_base"] = 50000,
            ["tie_embeddings"] = model.TiedHead,
            ["vocab_size"] = model.Vocabulary,
        };
        foreach (var (name, value) in JsonNode.Parse(model.ConfigFields)!.AsObject())
        {
            config[name] = value?.DeepClone();
        }

        return config;
    }

    /// <summary>The tensors.</summary>
    public static IEnumerable<WeightTensor> Weights(TinyModel model)
    {
        var random = new Random(model.Seed);
        int hidden = model.Hidden;
        bool hasBias = (bool)Config(model)["qk_bias"]!;
        yield return TinyModels.Random(random, model, "transformer.wte.weight", 0.6, model.Vocabulary, hidden);
        for (int layer = 0; layer < model.Layers; layer++)
        {
            string part = layer == 0 ? "prelude.0" : layer == model.Layers - 1 ? "coda.0" : $"core_block.{layer - 1}";
            foreach (var tensor in Block(random, model, $"transformer.{part}.", hasBias))
            {
                yield return tensor;
            }
        }

        yield return TinyModels.Linear(random, model, "transformer.adapter.weight", hidden, 2 * hidden);
        yield return TinyModels.Gain(random, model, "transformer.ln_f.weight", hidden);
        if (!model.TiedHead)
        {
            yield return TinyModels.Linear(random, model, "lm_head.weight", model.Vocabulary, hidden);
        }
    }

    // Weak branches let loops converge, as trained ones do; random strong ones amplify every rounding from loop to loop.
    private static WeightTensor Weak(Random random, TinyModel model, string name, int outputs, int inputs)
        => TinyModels.Random(random, model, name, 0.8 / Math.Sqrt(inputs), outputs, inputs);

    private static IEnumerable<WeightTensor> Block(Random random, TinyModel model, string prefix, bool hasBias)
    {
        int hidden = model.Hidden;
        yield return Weak(random, model, $"{prefix}attn.Wqkv.weight", 3 * hidden, hidden);
        yield return Weak(random, model, $"{prefix}attn.proj.weight", hidden, hidden);
        yield return TinyModels.Linear(random, model, $"{prefix}mlp.fc.weight", 2 * model.Intermediate, hidden);
        yield return Weak(random, model, $"{prefix}mlp.proj.weight", hidden, model.Intermediate);
        if (hasBias)
        {
            yield return TinyModels.Random(random, model, $"{prefix}attn.qk_bias", 0.3, 2, 1, model.Heads, model.HeadDim);
        }

        for (int norm = 1; norm <= 4; norm++)
        {
            yield return TinyModels.Gain(random, model, $"{prefix}norm_{norm}.weight", hidden);
        }
    }
}
