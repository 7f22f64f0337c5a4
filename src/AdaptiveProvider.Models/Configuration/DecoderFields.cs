using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Reads the fields that all Llama-like families share.</summary>
internal static class DecoderFields
{
    // Far above any published decoder, and small enough that no product of two overflows or allocates much.
    internal const int LayersMax = 4096, HeadsMax = 4096, HeadDimMax = 4096, HiddenMax = 1 << 17, IntermediateMax = 1 << 20, VocabularyMax = 1 << 24;
    internal const int PositionsMax = 1 << 30;

    /// <summary>num_hidden_layers.</summary>
    public static int LayerCount(ConfigFields config) => config.Int("num_hidden_layers", 1, LayersMax);

    /// <summary>sliding_window; null without, and where use_sliding_window says no.</summary>
    /// <param name="config">The model's fields.</param>
    /// <param name="missing">The window where the field is absent.</param>
    public static int? SlidingWindow(ConfigFields config, int? missing = null)
        => config.Has("sliding_window") ? config.OptionalInt("sliding_window", 1, PositionsMax) : missing;

    /// <summary>Builds the specification of a plain decoder.</summary>
    /// <param name="config">The model's fields.</param>
    /// <param name="architecture">The family's architecture name.</param>
    /// <param name="defaults">The family's values for absent fields.</param>
    /// <param name="layers">The layers' differences; null when they are alike.</param>
    /// <param name="options">How depth is cut into stages.</param>
    /// <exception cref="ModelFormatException">A field is missing, out of range, or does not fit another.</exception>
    public static ModelSpec Read(
        ConfigFields config, string architecture, DecoderDefaults defaults, ImmutableArray<LayerSpec>? layers, ModelFolderOptions options)
    {
        int layerCount = LayerCount(config);
        int hidden = config.Int("hidden_size", 1, HiddenMax);
        int heads = config.Int("num_attention_heads", 1, HeadsMax);
        int kvHeads = KvHeads(config, heads, defaults.KvHeadCount);
        int headDim = HeadDim(config, hidden, heads, defaults.HeadDim);
        int contextLength = config.OptionalInt("max_position_embeddings", 1, PositionsMax) ?? defaults.ContextLength;
        var (frequencies, scale) = RotaryFrequencies.Read(config, headDim, contextLength, defaults.RopeTheta);
        RequirePlain(config);
        return new ModelSpec
        {
            Architecture = architecture,
            HiddenSize = hidden,
            IntermediateSize = config.Int("intermediate_size", 1, IntermediateMax),
            HeadCount = heads,
            KvHeadCount = kvHeads,
            HeadDim = headDim,
            VocabularySize = config.Int("vocab_size", 1, VocabularyMax),
            ContextLength = contextLength,
            NormEpsilon = (float)(config.OptionalNumber("rms_norm_eps", 0, 1) ?? defaults.NormEpsilon),
            Activation = ReadActivation(config),
            RotaryFrequencies = frequencies,
            RotaryScale = scale,
            Layers = layers ?? [.. Enumerable.Repeat(new LayerSpec(), layerCount)],
            TiedHead = config.OptionalFlag("tie_word_embeddings") ?? defaults.TiedHead,
            Layout = ReadLayout(config, layerCount, options),
        };
    }

    // exit_layers, ours: the layers after which the model has been trained to leave. A stage ends at each, however long stages are otherwise.
    private static StageLayout ReadLayout(ConfigFields config, int layerCount, ModelFolderOptions options)
    {
        if (config.OptionalInts("exit_layers", 1, layerCount - 1) is not { IsEmpty: false } exits)
        {
            return StageLayout.Uniform(layerCount, options.LayersPerStageOrDefault);
        }

        var ends = Enumerable.Range(1, layerCount).Where(end => end == layerCount || exits.Contains(end) || end % options.LayersPerStageOrDefault == 0).ToList();
        return new StageLayout(
            ends.Select((end, index) => new Stage(index == 0 ? 0 : ends[index - 1], end - (index == 0 ? 0 : ends[index - 1]))),
            exits.Select(exit => ends.IndexOf(exit) + 1));
    }

    private static int KvHeads(ConfigFields config, int heads, int? missing)
    {
        const string Field = "num_key_value_heads";
        int kvHeads = config.OptionalInt(Field, 1, HeadsMax) ?? (config.Has(Field) ? heads : missing ?? heads);
        return heads % kvHeads == 0
            ? kvHeads
            : throw config.Error(Field, $"{kvHeads} does not divide the {heads} of num_attention_heads. Use the config.json that belongs to the weights.");
    }

    private static int HeadDim(ConfigFields config, int hidden, int heads, int? missing)
    {
        const string Field = "head_dim";
        int? explicitDim = config.OptionalInt(Field, 1, HeadDimMax) ?? missing;
        if (explicitDim is null && hidden % heads != 0)
        {
            throw config.Error("hidden_size", $"{hidden} is no multiple of the {heads} of num_attention_heads, and head_dim is missing. Use the config.json that belongs to the weights.");
        }

        int headDim = explicitDim ?? hidden / heads;
        return headDim is > 0 and <= HeadDimMax && headDim % 2 == 0
            ? headDim
            : throw config.Error(Field, $"{headDim} is not supported: rotary position encoding needs an even width, at most {HeadDimMax}.");
    }

    private static Activation ReadActivation(ConfigFields config) => config.Text("hidden_act") switch
    {
        null or "silu" or "swish" => Activation.Silu,
        "gelu_pytorch_tanh" or "gelu_new" => Activation.GeluTanh,
        { } other => throw config.Unsupported("hidden_act", other, "silu, swish, gelu_pytorch_tanh, gelu_new"),
    };

    private static void RequirePlain(ConfigFields config)
    {
        if (config.Object("quantization_config") is { } quantization)
        {
            throw quantization.Unsupported("quant_method", quantization.Text("quant_method") ?? "", "checkpoints that are not quantised; use the original one, the loader quantises it");
        }

        if (config.OptionalFlag("rope_interleaved") == true)
        {
            throw config.Unsupported("rope_interleaved", "true", "false");
        }
    }
}
