using System.Text.Json;
using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Writes a trained model as a folder that the runtime loads (docs/checkpoint-format.md).</summary>
public static class ModelExporter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes config.json, model.safetensors, and what the tokenizer's folder adds to a model.</summary>
    /// <param name="folder">Created when missing; files of these names are replaced.</param>
    /// <param name="parameters">The model.</param>
    /// <param name="type">What weights are stored in; norms and routers stay in single precision.</param>
    /// <param name="threshold">The router's own threshold; ignored without a router.</param>
    /// <param name="tokenizerFolder">Where tokenizer, chat template, generation defaults and special tokens are taken from; null for none.</param>
    /// <param name="exitLayers">The layers of an unshared stack after which it was trained to leave; null or none where nobody has said.</param>
    /// <exception cref="TrainingException">A file cannot be written.</exception>
    public static void Export(
        string folder, ModelParameters parameters, WeightType type, double threshold, string? tokenizerFolder, IReadOnlyCollection<int>? exitLayers = null)
    {
        try
        {
            Directory.CreateDirectory(folder);
            SafetensorsWriter.Write(
                Path.Combine(folder, "model.safetensors"),
                parameters.Names.Select(name => TensorFiles.ToWeight(name, parameters[name], IsSmall(parameters, name) ? WeightType.F32 : type)),
                new Dictionary<string, string> { ["format"] = "pt" });
            var config = Configuration(parameters.Architecture, parameters.Segments, threshold);
            if (exitLayers is { Count: > 0 } && parameters.Architecture.Sharing == ParameterSharing.None)
            {
                config["exit_layers"] = new JsonArray([.. exitLayers.Order().Select(layer => (JsonNode)layer)]);
            }

            if (tokenizerFolder is not null)
            {
                AccompanyingFiles.CopyTokens(tokenizerFolder, config);
                AccompanyingFiles.Copy(tokenizerFolder, folder);
            }

            File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(Indented) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TrainingException($"The model cannot be written to {folder}: {error.Message} Free space on the disk or name another folder.", error);
        }
    }

    // A router's rounding would move thresholds, and norms are few.
    private static bool IsSmall(ModelParameters parameters, string name) => parameters[name].dim() == 1 || name.Contains("router", StringComparison.Ordinal);

    /// <summary>The fields of config.json.</summary>
    internal static JsonObject Configuration(ArchitectureConfiguration architecture, DepthSegments segments, double threshold)
    {
        bool isPlain = architecture.Sharing == ParameterSharing.None;
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray(isPlain ? "LlamaForCausalLM" : "AdaptiveRecursiveForCausalLM"),
            ["model_type"] = isPlain ? "llama" : "adaptive_recursive",
            ["vocab_size"] = architecture.VocabularySize,
            ["hidden_size"] = architecture.HiddenSize,
            ["intermediate_size"] = architecture.IntermediateSize,
            ["num_hidden_layers"] = segments.LayerDepth,
            ["num_attention_heads"] = architecture.HeadCount,
            ["num_key_value_heads"] = architecture.KvHeadCount,
            ["head_dim"] = architecture.HeadDim,
            ["max_position_embeddings"] = architecture.ContextLength,
            ["rms_norm_eps"] = architecture.NormEpsilon,
            ["rope_theta"] = architecture.RopeTheta,
            ["rope_scaling"] = architecture.RopeScaling?.DeepClone(),
            ["tie_word_embeddings"] = architecture.TiedHead,
            ["hidden_act"] = "silu",
        };
        if (!isPlain)
        {
            config["recursion"] = Recursion(architecture, threshold);
        }

        return config;
    }

    private static JsonObject Recursion(ArchitectureConfiguration architecture, double threshold) => new()
    {
        ["sharing"] = architecture.Sharing switch
        {
            ParameterSharing.Cycle => "cycle",
            ParameterSharing.Sequence => "sequence",
            ParameterSharing.MiddleCycle => "middle_cycle",
            _ => "middle_sequence",
        },
        ["loops"] = architecture.Loops,
        ["kv_policy"] = architecture.LoopKv == LoopKv.SharedFirst ? "shared_first" : architecture.Router is null ? "per_loop" : "recursion_wise",
        ["vectors"] = architecture.HasLoopVectors ? "per_loop" : "shared",
        ["lora"] = new JsonObject { ["rank"] = architecture.LoraRank },
        ["router"] = architecture.Router is { } router ? Router(router, threshold) : null,
    };

    private static JsonObject Router(RouterConfiguration router, double threshold)
    {
        bool isExpert = router.Kind == RouterKind.ExpertChoice;
        var json = new JsonObject
        {
            ["kind"] = isExpert ? "expert_choice" : "token_choice",
            ["function"] = router.IsMlp ? "mlp" : "linear",
            ["activation"] = isExpert || router.TokenActivation == Models.Configuration.RouterActivation.Sigmoid ? "sigmoid" : "softmax",
            ["scale"] = router.Scale,
            ["temperature"] = router.Temperature,
            ["update"] = router.Update == GateUpdate.AddOutput ? "add_output" : "interpolate",
        };
        if (isExpert)
        {
            json["offset"] = router.Offset;
            json["decision"] = router.HasAuxiliaryRouter ? "auxiliary" : "router";
            json["threshold"] = threshold;
            json["capacities"] = new JsonArray([.. router.Capacities.Select(capacity => (JsonNode)capacity)]);
            json["elastic"] = router.IsElastic;
        }

        return json;
    }
}
