using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Configuration.Families;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>The published configurations of real models, cut to the fields that matter.</summary>
public sealed class ModelFamiliesTests
{
    private const string SmolLm2 = """
        {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "hidden_act": "silu", "hidden_size": 576, "intermediate_size": 1536,
         "max_position_embeddings": 8192, "mlp_bias": false, "model_type": "llama", "num_attention_heads": 9, "num_hidden_layers": 30,
         "num_key_value_heads": 3, "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_interleaved": false, "rope_scaling": null,
         "rope_theta": 100000, "tie_word_embeddings": true, "torch_dtype": "bfloat16", "vocab_size": 49152}
        """;

    private const string Llama2 = """
        {"architectures": ["LlamaForCausalLM"], "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 11008, "model_type": "llama",
         "num_attention_heads": 32, "num_hidden_layers": 32, "vocab_size": 32000}
        """;

    private const string Mistral = """
        {"architectures": ["MistralForCausalLM"], "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 32768,
         "model_type": "mistral", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-05,
         "rope_theta": 10000.0, "sliding_window": 4096, "tie_word_embeddings": false, "vocab_size": 32000}
        """;

    private const string MistralNemo = """
        {"architectures": ["MistralForCausalLM"], "head_dim": 128, "hidden_act": "silu", "hidden_size": 5120, "intermediate_size": 14336,
         "max_position_embeddings": 1024000, "model_type": "mistral", "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8,
         "rms_norm_eps": 1e-05, "rope_theta": 1000000.0, "sliding_window": null, "tie_word_embeddings": false, "vocab_size": 131072}
        """;

    private const string Qwen25 = """
        {"architectures": ["Qwen2ForCausalLM"], "hidden_act": "silu", "hidden_size": 896, "intermediate_size": 4864, "max_position_embeddings": 32768,
         "max_window_layers": 21, "model_type": "qwen2", "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2,
         "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 32768, "tie_word_embeddings": true, "use_sliding_window": false, "vocab_size": 151936}
        """;

    private const string Qwen3 = """
        {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false, "head_dim": 128, "hidden_act": "silu", "hidden_size": 1024,
         "intermediate_size": 3072, "max_position_embeddings": 40960, "max_window_layers": 28, "model_type": "qwen3", "num_attention_heads": 16,
         "num_hidden_layers": 28, "num_key_value_heads": 8, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000, "sliding_window": null,
         "tie_word_embeddings": true, "use_sliding_window": false, "vocab_size": 151936}
        """;

    private const string SmolLm3 = """
        {"architectures": ["SmolLM3ForCausalLM"], "attention_bias": false, "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 11008,
         "max_position_embeddings": 65536, "max_window_layers": 28, "mlp_bias": false, "model_type": "smollm3", "no_rope_layer_interval": 4,
         "num_attention_heads": 16, "num_hidden_layers": 36, "num_key_value_heads": 4, "rms_norm_eps": 1e-06, "rope_scaling": null,
         "rope_theta": 5000000.0, "sliding_window": null, "use_sliding_window": false, "vocab_size": 128256}
        """;

    private const string Phi3 = """
        {"architectures": ["Phi3ForCausalLM"], "hidden_act": "silu", "hidden_size": 3072, "intermediate_size": 8192, "max_position_embeddings": 4096,
         "model_type": "phi3", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32, "original_max_position_embeddings": 4096,
         "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 10000.0, "sliding_window": 2047, "tie_word_embeddings": false, "vocab_size": 32064}
        """;

    [Theory]
    [InlineData(SmolLm2, 30, 9, 3, 64, 8192, 1e-5f, true)]
    [InlineData(Llama2, 32, 32, 32, 128, 2048, 1e-6f, false)]
    [InlineData(Mistral, 32, 32, 8, 128, 32_768, 1e-5f, false)]
    [InlineData(MistralNemo, 40, 32, 8, 128, 1_024_000, 1e-5f, false)]
    [InlineData(Qwen25, 24, 14, 2, 64, 32_768, 1e-6f, true)]
    [InlineData(Qwen3, 28, 16, 8, 128, 40_960, 1e-6f, true)]
    [InlineData(SmolLm3, 36, 16, 4, 128, 65_536, 1e-6f, true)]
    [InlineData(Phi3, 32, 32, 32, 96, 4096, 1e-5f, false)]
    public void ReadSpec_PublishedConfiguration_HasItsShape(
        string config, int layers, int heads, int kvHeads, int headDim, int contextLength, float epsilon, bool tiedHead)
    {
        var spec = Read(config);

        Assert.Equal((layers, heads, kvHeads, headDim), (spec.Layers.Length, spec.HeadCount, spec.KvHeadCount, spec.HeadDim));
        Assert.Equal((contextLength, epsilon, tiedHead), (spec.ContextLength, spec.NormEpsilon, spec.TiedHead));
        Assert.Equal(headDim / 2, spec.RotaryFrequencies.Length);
        Assert.Equal(layers, spec.Layout.LayerDepth);
    }

    [Theory]
    [InlineData(Llama2, null)]
    [InlineData(Mistral, 4096)]
    [InlineData(MistralNemo, null)]
    [InlineData(Phi3, 2047)]
    [InlineData("""{"architectures": ["MistralForCausalLM"], "hidden_size": 64, "intermediate_size": 8, "num_attention_heads": 8, "num_hidden_layers": 2, "vocab_size": 9}""", 4096)]
    public void ReadSpec_SlidingWindow_IsTheSameForEveryLayer(string config, int? window)
        => Assert.All(Read(config).Layers, layer => Assert.Equal(new LayerSpec(UsesRotary: true, window), layer));

    [Theory]
    [InlineData("""{"use_sliding_window": false}""", "")]
    [InlineData("""{"use_sliding_window": true, "max_window_layers": 21}""", "21,22,23")]
    [InlineData("""{"use_sliding_window": true, "sliding_window": null}""", "")]
    public void ReadSpec_QwenWindows_BeginAtMaxWindowLayers(string changes, string slidingLayers)
    {
        var layers = Read(Qwen25, changes).Layers;

        Assert.Equal(slidingLayers, string.Join(",", Enumerable.Range(0, 24).Where(layer => layers[layer].AttentionWindow == 32_768)));
        Assert.Equal(24 - layers.Count(layer => layer.AttentionWindow is not null), layers.Count(layer => layer == new LayerSpec()));
    }

    [Fact]
    public void ReadSpec_QwenLayerTypes_PrevailOverMaxWindowLayers()
    {
        var layers = Read(Qwen3, """
            {"num_hidden_layers": 3, "use_sliding_window": true, "sliding_window": 7, "layer_types": ["sliding_attention", "full_attention", "sliding_attention"]}
            """).Layers;

        Assert.Equal([7, null, 7], layers.Select(layer => layer.AttentionWindow));
    }

    [Theory]
    [InlineData("{}", "3,7,11,15,19,23,27,31,35")]
    [InlineData("""{"no_rope_layer_interval": 12}""", "11,23,35")]
    [InlineData("""{"num_hidden_layers": 4, "no_rope_layers": [1, 0, 0, 1]}""", "1,2")]
    public void ReadSpec_SmolLm3_SomeLayersHaveNoRotary(string changes, string layersWithout)
    {
        var layers = Read(SmolLm3, changes).Layers;

        Assert.Equal(layersWithout, string.Join(",", Enumerable.Range(0, layers.Length).Where(layer => !layers[layer].UsesRotary)));
        Assert.All(layers, layer => Assert.Null(layer.AttentionWindow));
    }

    [Fact]
    public void ReadSpec_SmolLm3SlidingWindow_AppliesToLayersWithoutRotary()
    {
        var layers = Read(SmolLm3, """{"num_hidden_layers": 4, "use_sliding_window": true, "sliding_window": 64}""").Layers;

        Assert.Equal([null, null, null, 64], layers.Select(layer => layer.AttentionWindow));
    }

    [Theory]
    [InlineData(8, null, 8)]
    [InlineData(9, null, 9)]
    [InlineData(30, null, 30)]
    [InlineData(30, 6, 5)]
    [InlineData(1, null, 1)]
    public void ReadSpec_Stages_EndWithHeadExits(int layers, int? layersPerStage, int stages)
    {
        var layout = Read(SmolLm2, $$"""{"num_hidden_layers": {{layers}}}""", new ModelFolderOptions { LayersPerStage = layersPerStage }).Layout;

        Assert.Equal(stages, layout.PassCount);
        Assert.All(layout.Stages, stage => Assert.Equal(Engine.Depth.ExitKind.Head, stage.Exit));
    }

    [Theory]
    [InlineData("[2, 4]", null, "2 4", 12)]
    [InlineData("[5]", 4, "2", 4)]
    public void ReadSpec_TrainedExits_EndStagesAndAreUsual(string exits, int? layersPerStage, string usual, int stages)
    {
        var layout = Read(SmolLm2, $$"""{"num_hidden_layers": 12, "exit_layers": {{exits}}}""", new ModelFolderOptions { LayersPerStage = layersPerStage }).Layout;

        Assert.Equal(usual, string.Join(" ", layout.UsualExits));
        Assert.Equal(stages, layout.PassCount);
        Assert.Equal(12, layout.LayerDepth);
    }

    [Fact]
    public void ReadSpec_ExitBeyondTheStack_NamesTheField()
        => Assert.Contains("exit_layers", Assert.Throws<ModelFormatException>(() => Read(SmolLm2, """{"num_hidden_layers": 12, "exit_layers": [12]}""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("silu", Activation.Silu)]
    [InlineData("swish", Activation.Silu)]
    [InlineData("gelu_pytorch_tanh", Activation.GeluTanh)]
    public void ReadSpec_Activation_IsRead(string name, Activation expected)
        => Assert.Equal(expected, Read(SmolLm2, $$"""{"hidden_act": "{{name}}"}""").Activation);

    [Theory]
    [InlineData("""{"architectures": ["GPT2LMHeadModel"]}""", "architectures", "'GPT2LMHeadModel' is not supported. Supported: LlamaForCausalLM, ")]
    [InlineData("""{"architectures": null, "model_type": "gpt2"}""", "model_type", "'gpt2' is not supported. Supported: llama, ")]
    [InlineData("""{"architectures": null, "model_type": null}""", "architectures", "missing")]
    [InlineData("""{"architectures": "LlamaForCausalLM"}""", "architectures", "expected a list of texts")]
    [InlineData("""{"hidden_act": "relu"}""", "hidden_act", "'relu' is not supported. Supported: silu")]
    [InlineData("""{"hidden_size": null}""", "hidden_size", "missing")]
    [InlineData("""{"hidden_size": 0}""", "hidden_size", "is 0; expected a whole number from 1")]
    [InlineData("""{"hidden_size": 576.5}""", "hidden_size", "is 576.5; expected a whole number")]
    [InlineData("""{"hidden_size": 577}""", "hidden_size", "no multiple of the 9")]
    [InlineData("""{"hidden_size": "576"}""", "hidden_size", "is \"576\"; expected a whole number")]
    [InlineData("""{"num_key_value_heads": 2}""", "num_key_value_heads", "2 does not divide the 9")]
    [InlineData("""{"head_dim": 63}""", "head_dim", "even")]
    [InlineData("""{"num_hidden_layers": 1000000000}""", "num_hidden_layers", "expected a whole number from 1 to 4096")]
    [InlineData("""{"vocab_size": 1e30}""", "vocab_size", "expected a whole number")]
    [InlineData("""{"rms_norm_eps": -1}""", "rms_norm_eps", "expected a number from 0")]
    [InlineData("""{"tie_word_embeddings": 1}""", "tie_word_embeddings", "expected true or false")]
    [InlineData("""{"rope_interleaved": true}""", "rope_interleaved", "not supported")]
    [InlineData("""{"quantization_config": {"quant_method": "gptq"}}""", "quantization_config.quant_method", "'gptq' is not supported")]
    public void ReadSpec_Unsupported_NamesFieldValueAndRemedy(string changes, string field, string problem)
    {
        var failure = Assert.Throws<ModelFormatException>(() => Read(SmolLm2, changes));

        Assert.Equal(("config.json", field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Qwen3, """{"layer_types": ["full_attention"]}""", "layer_types", "1 of 28")]
    [InlineData(Qwen3, """{"num_hidden_layers": 1, "layer_types": ["chunked_attention"]}""", "layer_types", "chunked_attention")]
    [InlineData(SmolLm3, """{"no_rope_layers": [1, 0]}""", "no_rope_layers", "2 of 36")]
    [InlineData(SmolLm3, """{"no_rope_layer_interval": 0}""", "no_rope_layer_interval", "from 1")]
    [InlineData(Mistral, """{"sliding_window": 0}""", "sliding_window", "from 1")]
    [InlineData(Phi3, """{"rope_scaling": {"type": "longrope", "long_factor": [1], "short_factor": [1]}}""", "rope_scaling.type", "longrope")]
    public void ReadSpec_FamilyField_IsChecked(string config, string changes, string field, string problem)
    {
        var failure = Assert.Throws<ModelFormatException>(() => Read(config, changes));

        Assert.Equal(field, failure.Field);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoArchitectures_GoesByModelType()
        => Assert.Equal("Qwen2ForCausalLM", Read(Qwen25, """{"architectures": null}""").Architecture);

    private static ModelSpec Read(string config, string changes = "{}", ModelFolderOptions? options = null)
    {
        var json = JsonNode.Parse(config)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        var fields = ConfigFields.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()), "config.json");
        return ModelFamilies.Find(fields).ReadSpec(fields, options ?? new ModelFolderOptions());
    }
}
