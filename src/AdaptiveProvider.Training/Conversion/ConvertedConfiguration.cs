using System.Text.Json;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>The config.json of a converted model.</summary>
internal static class ConvertedConfiguration
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="original">The original's folder: special tokens are taken over.</param>
    /// <param name="architecture">The result's architecture.</param>
    /// <param name="activation">The original's activation.</param>
    /// <param name="vectors">Which biases there are.</param>
    /// <param name="type">What most weights are stored in.</param>
    public static void Write(string path, string original, ArchitectureConfiguration architecture, Activation activation, LayerVectors vectors, WeightType type)
    {
        var config = ModelExporter.Configuration(architecture, new DepthSegments(architecture), threshold: 0);
        config["hidden_act"] = activation == Activation.Silu ? "silu" : "gelu_pytorch_tanh";
        config["attention_bias"] = vectors.HasAttentionBias;
        config["mlp_bias"] = vectors.HasFeedForwardBias;
        config["torch_dtype"] = type switch { WeightType.F16 => "float16", WeightType.BF16 => "bfloat16", _ => "float32" };
        AccompanyingFiles.CopyTokens(original, config);
        File.WriteAllText(path, config.ToJsonString(Indented) + "\n");
    }
}
