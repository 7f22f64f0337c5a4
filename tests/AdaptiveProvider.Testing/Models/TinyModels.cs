using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Writes seeded random checkpoints of every supported family as Hugging Face folders.</summary>
public static class TinyModels
{
    private const string Llama3Scaling =
        """{"rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32}}""";

    /// <summary>One recipe per feature of the readers and of an executor.</summary>
    public static ImmutableArray<TinyModel> All { get; } =
    [
        new() { Name = "llama-tied-gqa", TiedHead = true },
        new() { Name = "llama-untied-bf16-shards", KvHeads = 4, StoredType = WeightType.BF16, ShardBytesMax = 20_000 },
        new() { Name = "llama-single-kv-head-f16", KvHeads = 1, StoredType = WeightType.F16 },
        new() { Name = "llama-biases", QueryKeyValueBias = true, OutputBias = true, FeedForwardBias = true, ConfigFields = """{"attention_bias": true, "mlp_bias": true}""" },
        new() { Name = "llama3-scaled-rotary", HeadDim = 16, ConfigFields = Llama3Scaling },
        new() { Name = "llama-ten-layers", Layers = 10, Hidden = 24, Intermediate = 40, HeadDim = 6 },
        new() { Name = "mistral-window", Architecture = "MistralForCausalLM", HeadDim = 12, ConfigFields = """{"sliding_window": 5}""" },
        new() { Name = "qwen2-bias", Architecture = "Qwen2ForCausalLM", QueryKeyValueBias = true, TiedHead = true },
        new()
        {
            Name = "qwen2-mixed-windows", Architecture = "Qwen2ForCausalLM", QueryKeyValueBias = true,
            ConfigFields = """{"use_sliding_window": true, "sliding_window": 4, "max_window_layers": 2}""",
        },
        new() { Name = "qwen3-norms", Architecture = "Qwen3ForCausalLM", QueryKeyNorm = true, HeadDim = 16, TiedHead = true },
        new() { Name = "smollm3-no-rotary", Architecture = "SmolLM3ForCausalLM", TiedHead = true, ConfigFields = """{"no_rope_layer_interval": 2}""" },
        new() { Name = "phi3-fused", Architecture = "Phi3ForCausalLM", FusedProjections = true, KvHeads = 4 },
    ];

    /// <summary>The names, for theories.</summary>
    public static IEnumerable<object[]> Names => All.Select(model => new object[] { model.Name });

    /// <summary>The recipe of a name.</summary>
    public static TinyModel Get(string name) => All.SingleOrDefault(model => model.Name == name) ?? TinyLoopedModels.All.SingleOrDefault(model => model.Name == name) ?? TinyRecursiveModels.Get(name);

    /// <summary>Writes the recipe of a name.</summary>
    public static TemporaryFolder Write(string name) => Write(Get(name));

    /// <summary>Writes config.json, generation_config.json and the weights.</summary>
    public static TemporaryFolder Write(TinyModel model)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], (TinyHuginn.Is(model) ? TinyHuginn.Config(model) : Config(model)).ToJsonString());
        File.WriteAllText(folder["generation_config.json"], """{"bos_token_id": 1, "eos_token_id": [2, 3], "temperature": 0.7, "top_p": 0.9, "do_sample": true}""");
        if (model.ShardBytesMax == long.MaxValue)
        {
            SafetensorsWriter.Write(folder["model.safetensors"], TinyHuginn.Is(model) ? TinyHuginn.Weights(model) : Weights(model));
        }
        else
        {
            SafetensorsWriter.WriteShards(folder.Path, Weights(model), model.ShardBytesMax);
        }

        if (!model.ClassifierLayers.IsEmpty)
        {
            ExitClassifierFile.Write(folder.Path, Classifiers(model));
        }

        return folder;
    }

    private static Dictionary<int, (float[] Weight, float Bias)> Classifiers(TinyModel model)
    {
        var random = new Random(model.Seed);
        float Next() => (float)((2 * random.NextDouble()) - 1);
        return model.ClassifierLayers.ToDictionary(layers => layers, _ => (Enumerable.Range(0, model.Hidden).Select(_ => Next()).ToArray(), Next()));
    }

    /// <summary>The fields of config.json.</summary>
    public static JsonObject Config(TinyModel model)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(model.Architecture),
            ["num_hidden_layers"] = model.Layers,
            ["hidden_size"] = model.Hidden,
            ["intermediate_size"] = model.Intermediate,
            ["num_attention_heads"] = model.Heads,
            ["num_key_value_heads"] = model.KvHeads,
            ["head_dim"] = model.HeadDim,
            ["vocab_size"] = model.Vocabulary,
            ["max_position_embeddings"] = model.Context,
            ["rms_norm_eps"] = 1e-5,
            ["tie_word_embeddings"] = model.TiedHead,
            ["hidden_act"] = "silu",
            ["eos_token_id"] = 2,
            ["torch_dtype"] = model.StoredType switch { WeightType.F16 => "float16", WeightType.BF16 => "bfloat16", _ => "float32" },
        };
        if (model.Recursion is not null)
        {
            config["recursion"] = model.Recursion.Config();
        }

        foreach (var (name, value) in JsonNode.Parse(model.ConfigFields)!.AsObject())
        {
            config[name] = value?.DeepClone();
        }

        return config;
    }

    /// <summary>The tensors, in transformers' naming and order.</summary>
    public static IEnumerable<WeightTensor> Weights(TinyModel model)
    {
        var random = new Random(model.Seed);
        yield return Random(random, model, "model.embed_tokens.weight", 0.6, model.Vocabulary, model.Hidden);
        for (int layer = 0; layer < (model.Recursion?.UniqueLayers(model.Layers) ?? model.Layers); layer++)
        {
            foreach (var tensor in LayerWeights(random, model, $"model.layers.{layer}."))
            {
                yield return tensor;
            }
        }

        yield return Gain(random, model, "model.norm.weight", model.Hidden);
        if (!model.TiedHead)
        {
            yield return Linear(random, model, "lm_head.weight", model.Vocabulary, model.Hidden);
        }

        if (model.OutputNorms)
        {
            yield return Linear(random, model, "model.early_exit_gate.weight", 1, model.Hidden);
            yield return Random(random, model, "model.early_exit_gate.bias", 0.5, 1);
        }

        if (model.Recursion is not null)
        {
            foreach (var tensor in TinyRecursiveModels.Weights(random, model, model.Recursion))
            {
                yield return tensor;
            }
        }
    }

    /// <summary>A layer's linear weights in transformers' order.</summary>
    internal static IEnumerable<(string Name, int Outputs, int Inputs, bool HasBias)> Linears(TinyModel model, string prefix)
    {
        int queries = model.Heads * model.HeadDim, keys = model.KvHeads * model.HeadDim;
        string attention = prefix + "self_attn.", feedForward = prefix + "mlp.";
        return
        [
            .. model.FusedProjections
                ? new[] { (attention + "qkv_proj", queries + (2 * keys), model.Hidden, false), (feedForward + "gate_up_proj", 2 * model.Intermediate, model.Hidden, false) }
                :
                [
                    (attention + "q_proj", queries, model.Hidden, model.QueryKeyValueBias),
                    (attention + "k_proj", keys, model.Hidden, model.QueryKeyValueBias),
                    (attention + "v_proj", keys, model.Hidden, model.QueryKeyValueBias),
                    (feedForward + "gate_proj", model.Intermediate, model.Hidden, model.FeedForwardBias),
                    (feedForward + "up_proj", model.Intermediate, model.Hidden, model.FeedForwardBias),
                ],
            (attention + "o_proj", model.Hidden, queries, model.OutputBias),
            (feedForward + "down_proj", model.Hidden, model.Intermediate, model.FeedForwardBias),
        ];
    }

    // Larger than usual, so that attention is far from uniform and greedy choices are far from ties.
    internal static WeightTensor Linear(Random random, TinyModel model, string name, int outputs, int inputs)
        => Random(random, model, name, 1.6 / Math.Sqrt(inputs), outputs, inputs);

    internal static WeightTensor Random(Random random, TinyModel model, string name, double deviation, params ReadOnlySpan<int> shape)
        => Tensor(model, name, () => deviation * Normal(random), shape);

    /// <summary>A layer's norm gains and biases.</summary>
    internal static IEnumerable<WeightTensor> Vectors(Random random, TinyModel model, string prefix)
        => LayerWeights(random, model, prefix).Where(tensor => tensor.Shape.Length == 1);

    private static IEnumerable<WeightTensor> LayerWeights(Random random, TinyModel model, string prefix)
    {
        foreach (var (name, outputs, inputs, hasBias) in Linears(model, prefix))
        {
            yield return Linear(random, model, name + ".weight", outputs, inputs);
            if (hasBias)
            {
                yield return Random(random, model, name + ".bias", 0.3, outputs);
            }
        }

        yield return Gain(random, model, prefix + "input_layernorm.weight", model.Hidden);
        yield return Gain(random, model, prefix + "post_attention_layernorm.weight", model.Hidden);
        if (model.OutputNorms)
        {
            yield return Gain(random, model, prefix + "input_layernorm_2.weight", model.Hidden);
            yield return Gain(random, model, prefix + "post_attention_layernorm_2.weight", model.Hidden);
        }

        if (model.QueryKeyNorm)
        {
            yield return Gain(random, model, prefix + "self_attn.q_norm.weight", model.HeadDim);
            yield return Gain(random, model, prefix + "self_attn.k_norm.weight", model.HeadDim);
        }
    }

    internal static WeightTensor Gain(Random random, TinyModel model, string name, int size)
        => Tensor(model, name, () => 1 + (0.2 * Normal(random)), size);

    private static WeightTensor Tensor(TinyModel model, string name, Func<double> next, params ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int size in shape)
        {
            count *= size;
        }

        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)next();
        }

        return WeightTensor.FromValues(name, [.. shape], values, model.StoredType);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
