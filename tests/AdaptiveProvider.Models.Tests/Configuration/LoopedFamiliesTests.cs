using System.Text;
using System.Text.Json.Nodes;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Configuration.Families;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>The published configurations of looped models, cut to the fields that matter.</summary>
public sealed class LoopedFamiliesTests
{
    private const string Ouro = """
        {"architectures": ["OuroForCausalLM"], "early_exit_threshold": 1.0, "head_dim": 128, "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 5632,
         "max_position_embeddings": 65536, "max_window_layers": 24, "model_type": "ouro", "num_attention_heads": 16, "num_hidden_layers": 24,
         "num_key_value_heads": 16, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000.0, "sliding_window": null, "tie_word_embeddings": false,
         "total_ut_steps": 4, "use_sliding_window": false, "vocab_size": 49152}
        """;

    private const string Huginn = """
        {"architectures": ["RavenForCausalLM"], "bias": false, "block_class_name": "SandwichBlock", "block_size": 4096, "head_dim": 96,
         "init_values": {"embed_scale": 72.6636084983398, "std": 0.008703882797784892}, "injection_type": "linear", "intermediate_size": 17920,
         "mean_recurrence": 32, "mlp_class_name": "GatedMLP", "model_type": "huginn_raven", "n_embd": 5280, "n_heads": 55, "n_layers": 8, "n_layers_in_coda": 2,
         "n_layers_in_prelude": 2, "n_layers_in_recurrent_block": 4, "nonlin_name": "SiLU", "norm_class_name": "RMSNorm_llama", "norm_eps": 1e-06,
         "num_key_value_heads": 55, "padded_vocab_size": 65536, "qk_bias": true, "rope_base": 50000, "state_init": "like-init", "tie_embeddings": true, "vocab_size": 65536}
        """;

    [Fact]
    public void ReadSpec_Ouro_LoopsAllLayersWithAGate()
    {
        var spec = Read(Ouro);

        Assert.Equal([new Stage(0, 24, 4, KvPolicy.PerLoop, ExitKind.Gate)], spec.Layout.Stages.ToArray());
        Assert.Equal(new LoopSpec { Stage = 0, NormsEveryLoop = true, HasGate = true, ExitThreshold = 1 }, spec.Loops);
        Assert.Equal((128, 16, 65_536, false), (spec.HeadDim, spec.KvHeadCount, spec.ContextLength, spec.TiedHead));
        Assert.Equal([1, 2, 3, 4], spec.Layout.ExitPasses.ToArray());
        Assert.Equal((96, false), (spec.Layout.LayerDepth, spec.NormsBeforeHead));
        Assert.All(spec.Layers, layer => Assert.Equal(new LayerSpec(Norms: NormPlacement.AroundBranch), layer));
    }

    [Fact]
    public void ReadSpec_OuroWithoutLoopFields_TakesThePublishedDefaults()
    {
        var spec = Read(Ouro, """{"total_ut_steps": null, "early_exit_threshold": null, "rope_theta": null}""");

        Assert.Equal((4, 1f), (spec.Layout.Stages[0].Loops, spec.Loops!.ExitThreshold));
        Assert.Equal(Math.Pow(10_000, -2d / 128), spec.RotaryFrequencies[1], 1e-6);
    }

    [Fact]
    public void ReadSpec_Huginn_HasPreludeCoreAndCoda()
    {
        var spec = Read(Huginn);

        Assert.Equal([new Stage(0, 2, Exit: ExitKind.None), new Stage(2, 4, 32, KvPolicy.PerLoop, ExitKind.LatentDifference), new Stage(6, 2)], spec.Layout.Stages.ToArray());
        Assert.Equal((132, 33), (spec.Layout.LayerDepth, spec.Layout.TailPass));
        Assert.Equal([.. Enumerable.Range(2, 31), 34], spec.Layout.ExitPasses.ToArray());
        Assert.Equal((5280, 55, 55, 96, 65_536, 4096), (spec.HiddenSize, spec.HeadCount, spec.KvHeadCount, spec.HeadDim, spec.VocabularySize, spec.ContextLength));
        Assert.Equal(Math.Sqrt(5280), spec.EmbeddingScale, 1e-4);
        Assert.Equal(Math.Sqrt(2d / 5), spec.Loops!.Start!.Deviation, 1e-6);
        Assert.Equal((1, true, false, true), (spec.Loops.Stage, spec.Loops.NormsBeforeTail, spec.Loops.HasGate, spec.NormsBeforeHead));
        Assert.All(spec.Layers, layer => Assert.Equal(new LayerSpec(Norms: NormPlacement.AfterSum), layer));
    }

    [Fact]
    public void ReadSpec_HuginnWithoutInitialValues_DerivesThemFromTheWidth()
    {
        var spec = Read(Huginn, """{"init_values": null}""");

        Assert.Equal(Math.Sqrt(5280), spec.EmbeddingScale, 1e-4);
        Assert.Equal(Math.Sqrt(2d / 5), spec.Loops!.Start!.Deviation, 1e-6);
    }

    [Fact]
    public void ReadSpec_LoopOptions_Prevail()
    {
        var options = new ModelFolderOptions { Loops = 5, SharesLoopCache = true, StartStateSeed = null };

        Assert.Equal(new Stage(0, 24, 5, KvPolicy.SingleOverwritten, ExitKind.Gate), Read(Ouro, options: options).Layout.Stages[0]);
        var huginn = Read(Huginn, options: options);
        Assert.Equal(new Stage(2, 4, 5, KvPolicy.SingleOverwritten, ExitKind.LatentDifference), huginn.Layout.Stages[1]);
        Assert.Equal(0, huginn.Loops!.Start!.Deviation);
        Assert.Equal([3], Read(Huginn, options: options with { Loops = 1 }).Layout.ExitPasses.ToArray());
    }

    [Theory]
    [InlineData(Ouro, """{"total_ut_steps": 0}""", "total_ut_steps", "from 1 to 256")]
    [InlineData(Ouro, """{"total_ut_steps": 1e9}""", "total_ut_steps", "from 1 to 256")]
    [InlineData(Ouro, """{"early_exit_threshold": -0.1}""", "early_exit_threshold", "from 0 to 1")]
    [InlineData(Ouro, """{"early_exit_threshold": "1"}""", "early_exit_threshold", "from 0 to 1")]
    [InlineData(Ouro, """{"hidden_size": null}""", "hidden_size", "missing")]
    [InlineData(Huginn, """{"mean_recurrence": 100000}""", "mean_recurrence", "from 1 to 256")]
    [InlineData(Huginn, """{"n_layers_in_prelude": null}""", "n_layers_in_prelude", "missing")]
    [InlineData(Huginn, """{"n_layers_in_coda": 0}""", "n_layers_in_coda", "from 1")]
    [InlineData(Huginn, """{"n_layers_in_recurrent_block": 1e7}""", "n_layers_in_recurrent_block", "from 1 to 4096")]
    [InlineData(Huginn, """{"n_embd": 5281}""", "n_embd", "no even width")]
    [InlineData(Huginn, """{"n_heads": 0}""", "n_heads", "from 1")]
    [InlineData(Huginn, """{"num_key_value_heads": 5}""", "num_key_value_heads", "as many as n_heads")]
    [InlineData(Huginn, """{"injection_type": "add"}""", "injection_type", "'add' is not supported. Supported: linear")]
    [InlineData(Huginn, """{"nonlin_name": "ReLU"}""", "nonlin_name", "'ReLU' is not supported")]
    [InlineData(Huginn, """{"bias": true}""", "bias", "not supported")]
    [InlineData(Huginn, """{"rope_base": 0}""", "rope_base", "from 1")]
    [InlineData(Huginn, """{"init_values": {"std": -1}}""", "init_values.std", "from 0")]
    [InlineData(Huginn, """{"padded_vocab_size": null, "vocab_size": null}""", "vocab_size", "missing")]
    public void ReadSpec_FieldMissingOrAbsurd_NamesIt(string config, string changes, string field, string problem)
    {
        var failure = Assert.Throws<ModelFormatException>(() => Read(config, changes));

        Assert.Equal(field, failure.Field);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

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
