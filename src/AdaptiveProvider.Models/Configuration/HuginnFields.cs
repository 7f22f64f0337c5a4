using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Reads Huginn's configuration, whose field names are its own.</summary>
internal static class HuginnFields
{
    private const double ScaleMax = 1e6;

    /// <summary>qk_bias.</summary>
    public static bool HasQueryKeyBias(ConfigFields config) => config.OptionalFlag("qk_bias") ?? true;

    /// <summary>Builds the specification. Absent fields take what the published configuration class has.</summary>
    /// <exception cref="ModelFormatException">A field is missing, out of range, not supported, or does not fit another.</exception>
    public static ModelSpec Read(ConfigFields config, string architecture, ModelFolderOptions options)
    {
        RequirePublishedBlocks(config);
        int prelude = config.Int("n_layers_in_prelude", 1, DecoderFields.LayersMax), core = config.Int("n_layers_in_recurrent_block", 1, DecoderFields.LayersMax);
        int coda = config.Int("n_layers_in_coda", 1, DecoderFields.LayersMax);
        int loops = options.Loops ?? config.OptionalInt("mean_recurrence", 1, ModelFolderOptions.LoopsMax) ?? 32;
        int hidden = config.Int("n_embd", 1, DecoderFields.HiddenMax), heads = config.Int("n_heads", 1, DecoderFields.HeadsMax);
        int headDim = HeadDim(config, hidden, heads);
        double theta = config.OptionalNumber("rope_base", 1, 1e15) ?? 50_000;
        var initial = config.Object("init_values");
        double scale = initial?.OptionalNumber("embed_scale", 0, ScaleMax) ?? Math.Sqrt(hidden);
        double deviation = initial?.OptionalNumber("std", 0, ScaleMax) ?? Math.Sqrt(2 / (5d * hidden));
        var spec = new ModelSpec
        {
            Architecture = architecture,
            HiddenSize = hidden,
            IntermediateSize = config.Int("intermediate_size", 1, DecoderFields.IntermediateMax),
            HeadCount = heads,
            KvHeadCount = heads,
            HeadDim = headDim,
            VocabularySize = config.OptionalInt("padded_vocab_size", 1, DecoderFields.VocabularyMax) ?? config.Int("vocab_size", 1, DecoderFields.VocabularyMax),
            ContextLength = config.OptionalInt("block_size", 1, DecoderFields.PositionsMax) ?? 4096,
            NormEpsilon = (float)(config.OptionalNumber("norm_eps", 0, 1) ?? 1e-6),
            RotaryFrequencies = [.. Enumerable.Range(0, headDim / 2).Select(pair => (float)Math.Pow(theta, -2d * pair / headDim))],
            Layers = [.. Enumerable.Repeat(new LayerSpec(), prelude + core + coda)],
            TiedHead = config.OptionalFlag("tie_embeddings") ?? true,
            Layout = StageLayout.Uniform(prelude + core + coda, 1),
        };
        return Looped(spec, prelude, core, coda, loops, options.LoopKvPolicy, scale, deviation * scale, options.StartStateSeed);
    }

    /// <summary>Makes a plain decoder loop as Huginn does.</summary>
    /// <param name="spec">Its sizes.</param>
    /// <param name="prelude">Layers before the core block.</param>
    /// <param name="core">Layers of the core block.</param>
    /// <param name="coda">Layers behind it.</param>
    /// <param name="loops">Loops of the core block.</param>
    /// <param name="policy">Which planes they use.</param>
    /// <param name="scale">Multiplies the embedding.</param>
    /// <param name="deviation">Standard deviation of the start state before its cut.</param>
    /// <param name="seed">The start state's seed; null starts from zeros.</param>
    public static ModelSpec Looped(ModelSpec spec, int prelude, int core, int coda, int loops, KvPolicy policy, double scale, double deviation, long? seed) => spec with
    {
        Layers = [.. spec.Layers.Select(layer => layer with { Norms = NormPlacement.AfterSum })],
        EmbeddingScale = (float)scale,
        Layout = new StageLayout(
        [
            new Stage(0, prelude, Exit: ExitKind.None),
            new Stage(prelude, core, loops, policy, loops > 1 ? ExitKind.LatentDifference : ExitKind.None),
            new Stage(prelude + core, coda),
        ]),
        Loops = new LoopSpec { Stage = 1, NormsBeforeTail = true, Start = new StartState(seed is null ? 0 : (float)deviation, seed ?? 0) },
    };

    private static int HeadDim(ConfigFields config, int hidden, int heads)
    {
        if (config.OptionalInt("num_key_value_heads", 1, DecoderFields.HeadsMax) is { } kvHeads && kvHeads != heads)
        {
            throw config.Unsupported("num_key_value_heads", $"{kvHeads}", $"as many as n_heads, {heads}");
        }

        int headDim = hidden / heads;
        return hidden % heads == 0 && headDim % 2 == 0 && headDim <= DecoderFields.HeadDimMax
            ? headDim
            : throw config.Error("n_embd", $"{hidden} gives no even width of at most {DecoderFields.HeadDimMax} to each of the {heads} of n_heads. Use the config.json that belongs to the weights.");
    }

    private static void RequirePublishedBlocks(ConfigFields config)
    {
        foreach (var (field, word) in (ImmutableArray<(string, string)>)
            [
                ("injection_type", "linear"), ("block_class_name", "SandwichBlock"), ("norm_class_name", "RMSNorm_llama"), ("mlp_class_name", "GatedMLP"),
                ("nonlin_name", "SiLU"), ("state_init", "like-init"),
            ])
        {
            config.Word(field, true, (word, true));
        }

        if (config.OptionalFlag("bias") == true)
        {
            throw config.Unsupported("bias", "true", "false");
        }
    }
}
