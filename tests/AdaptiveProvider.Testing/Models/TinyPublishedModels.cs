using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>Writes routed recipes as Mixture-of-Recursions' authors publish them: other names, every loop's copy stored, settings in mor.json.</summary>
public static class TinyPublishedModels
{
    private const string SharedLayer = "model.layers.";

    /// <summary>Writes config.json, mor.json and the weights.</summary>
    /// <param name="model">A recipe with a router that adds its output.</param>
    /// <param name="ownAttention">Later loops get an attention of their own, as early versions of the published code gave them.</param>
    public static TemporaryFolder Write(TinyModel model, bool ownAttention = false)
    {
        var folder = new TemporaryFolder();
        var config = TinyModels.Config(model);
        config["architectures"] = new JsonArray("MoRLlamaForCausalLM");
        config.Remove("recursion");
        File.WriteAllText(folder["config.json"], config.ToJsonString());
        File.WriteAllText(folder["mor.json"], Settings(model.Recursion!).ToJsonString());
        SafetensorsWriter.Write(folder["model.safetensors"], TinyModels.Weights(model).SelectMany(tensor => Published(tensor, model, ownAttention)));
        return folder;
    }

    /// <summary>The published settings of a recipe.</summary>
    public static JsonObject Settings(TinyRecursion recursion)
    {
        double scale = double.Parse(recursion.RouterField("scale") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        bool isExpert = recursion.RouterField("kind") == "expert_choice";
        return new JsonObject
        {
            ["recursive"] = new JsonObject { ["enable"] = true, ["num_recursion"] = recursion.Loops, ["sharing"] = recursion.Sharing, ["base_depth"] = null },
            ["kv_sharing"] = new JsonObject { ["enable"] = recursion.KvPolicy == "shared_first" },
            ["relaxation"] = new JsonObject { ["enable"] = false },
            ["mor"] = new JsonObject
            {
                ["enable"] = true,
                ["type"] = isExpert ? "expert" : "token",
                ["rand_router"] = false,
                ["router_type"] = recursion.RouterField("function") ?? "linear",
                ["temp"] = double.Parse(recursion.RouterField("temperature") ?? "1", System.Globalization.CultureInfo.InvariantCulture),
                ["expert"] = new JsonObject
                {
                    ["router_func"] = "sigmoid",
                    ["alpha"] = scale,
                    ["sampling"] = recursion.RouterField("decision") == "auxiliary" ? "aux_router" : "aux_loss",
                    ["gating"] = "weighted",
                },
                ["token"] = new JsonObject
                {
                    ["router_func"] = recursion.RouterField("activation") ?? "softmax",
                    ["alpha"] = scale,
                    ["balancing"] = recursion.HasRouterBias ? "loss_free" : "loss",
                    ["gating"] = "weighted",
                },
            },
        };
    }

    private static IEnumerable<WeightTensor> Published(WeightTensor tensor, TinyModel model, bool ownAttention)
    {
        var recursion = model.Recursion!;
        bool isExpert = recursion.RouterField("kind") == "expert_choice";
        int first = recursion.OwnLayers / 2, shared = recursion.UniqueLayers(model.Layers) - recursion.OwnLayers;
        string[] parts = tensor.Name.Split('.');
        if (parts[1] is "routers" or "auxiliary_routers")
        {
            string router = parts[1] == "routers" ? "mor_router" : "mlp_router";
            return [tensor.Renamed($"model.layers.{first + int.Parse(parts[2], null)}.{router}.router.{string.Join('.', parts[3..])}")];
        }

        if (parts[1] == "token_router")
        {
            return [tensor.Renamed(parts[2] == "bias" ? $"model.layers.{first}.router_bias" : $"model.layers.{first}.mor_router.router.{string.Join('.', parts[2..])}")];
        }

        if (!tensor.Name.StartsWith(SharedLayer, StringComparison.Ordinal))
        {
            return [tensor];
        }

        int layer = int.Parse(parts[2], null);
        string rest = string.Join('.', parts[3..]);
        if (layer < first || layer >= first + shared)
        {
            int index = layer < first ? layer : first + (isExpert ? recursion.Loops : 1);
            return [tensor.Renamed($"model.layers.{index}.{rest}")];
        }

        return Enumerable.Range(0, recursion.Loops).Select(loop => (ownAttention && loop > 0 && parts[3] == "self_attn" ? Negated(tensor) : tensor).Renamed(
            isExpert ? $"model.layers.{first + loop}.block.{layer - first}.{rest}" : $"model.layers.{first}.block_list.{loop}.{layer - first}.{rest}"));
    }

    private static WeightTensor Negated(WeightTensor tensor)
    {
        float[] values = new float[tensor.ElementCount];
        tensor.CopyTo(values);
        return WeightTensor.FromValues(tensor.Name, tensor.Shape, [.. values.Reverse().Select(value => -value)], tensor.Type);
    }
}
