using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>The config.json of a converted model.</summary>
internal static class ConvertedConfiguration
{
    private static readonly string[] TokenFields = ["bos_token_id", "eos_token_id", "pad_token_id"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="originalPath">The original's config.json: special tokens are taken over.</param>
    /// <param name="architecture">The result's architecture.</param>
    /// <param name="activation">The original's activation.</param>
    /// <param name="vectors">Which biases there are.</param>
    /// <param name="type">What most weights are stored in.</param>
    public static void Write(string path, string originalPath, ArchitectureConfiguration architecture, Activation activation, LayerVectors vectors, WeightType type)
    {
        var config = ModelExporter.Configuration(architecture, new DepthSegments(architecture), threshold: 0);
        config["hidden_act"] = activation == Activation.Silu ? "silu" : "gelu_pytorch_tanh";
        config["attention_bias"] = vectors.HasAttentionBias;
        config["mlp_bias"] = vectors.HasFeedForwardBias;
        config["torch_dtype"] = type switch { WeightType.F16 => "float16", WeightType.BF16 => "bfloat16", _ => "float32" };
        using var original = JsonDocument.Parse(File.ReadAllBytes(originalPath));
        foreach (string field in TokenFields)
        {
            if (original.RootElement.TryGetProperty(field, out var value))
            {
                config[field] = JsonNode.Parse(value.GetRawText());
            }
        }

        File.WriteAllText(path, config.ToJsonString(Indented) + "\n");
    }
}
