using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Rotary frequencies with the scalings of long-context models, as transformers' modeling_rope_utils computes them.</summary>
internal static class RotaryFrequencies
{
    private const double FactorMax = 1e6;
    private const int PositionsMax = 1 << 30;

    /// <summary>Reads rope_theta and rope_scaling, or the newer rope_parameters that holds both.</summary>
    /// <param name="config">The model's fields.</param>
    /// <param name="headDim">Width of a head; even.</param>
    /// <param name="contextLength">max_position_embeddings.</param>
    /// <param name="defaultTheta">The family's base.</param>
    /// <returns>The frequencies, [head dim / 2], and the factor of sine and cosine.</returns>
    /// <exception cref="ModelFormatException">The scaling is malformed or not supported.</exception>
    public static (ImmutableArray<float> Frequencies, float Scale) Read(ConfigFields config, int headDim, int contextLength, double defaultTheta)
    {
        var parameters = config.Object("rope_parameters");
        var scaling = parameters ?? config.Object("rope_scaling");
        RequireWholeHead(config);
        RequireWholeHead(scaling);
        double theta = parameters?.OptionalNumber("rope_theta", 1, 1e15) ?? config.OptionalNumber("rope_theta", 1, 1e15) ?? defaultTheta;
        double[] plain = [.. Enumerable.Range(0, headDim / 2).Select(pair => Math.Pow(theta, -2d * pair / headDim))];
        if (scaling is null)
        {
            return (Round(plain), 1f);
        }

        string typeField = scaling.Has("rope_type") ? "rope_type" : "type";
        string type = scaling.Text(typeField) ?? throw scaling.Error("rope_type", "is missing. Use the config.json that belongs to the weights; parameters per layer type are not supported.");
        return type switch
        {
            "default" => (Round(plain), 1f),
            "linear" => (Round(Linear(plain, scaling)), 1f),
            "llama3" => (Round(Llama3(plain, scaling)), 1f),
            "yarn" when !scaling.Has("long_factor") => Yarn(plain, scaling, theta, contextLength),
            _ => throw scaling.Unsupported(typeField, type, "default, linear, llama3, yarn"),
        };
    }

    private static double[] Linear(double[] plain, ConfigFields scaling)
    {
        double factor = Factor(scaling);
        return [.. plain.Select(frequency => frequency / factor)];
    }

    private static double[] Llama3(double[] plain, ConfigFields scaling)
    {
        double factor = Factor(scaling);
        double lowFactor = scaling.Number("low_freq_factor", 1e-6, FactorMax);
        double highFactor = scaling.Number("high_freq_factor", 1e-6, FactorMax);
        int originalLength = scaling.Int("original_max_position_embeddings", 1, PositionsMax);
        if (highFactor <= lowFactor)
        {
            throw scaling.Error("high_freq_factor", "must be above low_freq_factor. Use the config.json that belongs to the weights.");
        }

        return [.. plain.Select(frequency =>
        {
            double waves = originalLength * frequency / (2 * Math.PI);
            double smooth = Math.Clamp((waves - lowFactor) / (highFactor - lowFactor), 0, 1);
            return ((1 - smooth) * frequency / factor) + (smooth * frequency);
        })];
    }

    // YaRN (Peng et al., 2023), sections 3.2 to 3.4.
    private static (ImmutableArray<float> Frequencies, float Scale) Yarn(double[] plain, ConfigFields scaling, double theta, int contextLength)
    {
        double factor = Factor(scaling);
        int originalLength = scaling.OptionalInt("original_max_position_embeddings", 1, PositionsMax) ?? contextLength;
        double lowest = CorrectionPair(scaling.OptionalNumber("beta_fast", 1e-6, FactorMax) ?? 32);
        double highest = CorrectionPair(scaling.OptionalNumber("beta_slow", 1e-6, FactorMax) ?? 1);
        if (scaling.OptionalFlag("truncate") ?? true)
        {
            (lowest, highest) = (Math.Floor(lowest), Math.Ceiling(highest));
        }

        lowest = Math.Max(lowest, 0);
        highest = Math.Min(highest, (2 * plain.Length) - 1);
        highest += lowest == highest ? 0.001 : 0;
        double[] scaled = [.. plain.Select((frequency, pair) =>
        {
            double interpolated = Math.Clamp((pair - lowest) / (highest - lowest), 0, 1);
            return (frequency / factor * interpolated) + (frequency * (1 - interpolated));
        })];
        return (Round(scaled), (float)(scaling.OptionalNumber("attention_factor", 1e-6, FactorMax) ?? AttentionFactor(scaling, factor)));

        // The pair whose wave turns so often over the original context.
        double CorrectionPair(double turns) => plain.Length * Math.Log(originalLength / (turns * 2 * Math.PI)) / Math.Log(theta);
    }

    private static double AttentionFactor(ConfigFields scaling, double factor)
    {
        double? scale = scaling.OptionalNumber("mscale", 0, FactorMax), scaleAllDims = scaling.OptionalNumber("mscale_all_dim", 0, FactorMax);
        return scale > 0 && scaleAllDims > 0 ? Factor(scale.Value) / Factor(scaleAllDims.Value) : Factor(1);

        double Factor(double scale) => factor <= 1 ? 1 : (0.1 * scale * Math.Log(factor)) + 1;
    }

    private static double Factor(ConfigFields scaling) => scaling.Number("factor", 1e-6, FactorMax);

    private static void RequireWholeHead(ConfigFields? fields)
    {
        if (fields?.OptionalNumber("partial_rotary_factor", 0, FactorMax) is { } factor && factor != 1)
        {
            throw fields.Unsupported("partial_rotary_factor", $"{factor}", "1, rotation of whole heads");
        }
    }

    private static ImmutableArray<float> Round(double[] frequencies) => [.. frequencies.Select(frequency => (float)frequency)];
}
