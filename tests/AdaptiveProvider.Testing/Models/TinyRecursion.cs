using System.Text.Json.Nodes;

namespace AdaptiveProvider.Testing.Models;

/// <summary>How a small random checkpoint shares its layers.</summary>
public sealed record TinyRecursion
{
    public string Sharing { get; init; } = "cycle";

    public int Loops { get; init; } = 3;

    public string KvPolicy { get; init; } = "per_loop";

    /// <summary>0 shares the layers as they are; above, later loops adapt them.</summary>
    public int LoraRank { get; init; }

    /// <summary>Projections that are adapted; null for all.</summary>
    public string? LoraTarget { get; init; }

    /// <summary>True when later loops have norm gains and biases of their own.</summary>
    public bool HasLoopVectors { get; init; }

    /// <summary>The router object of config.json; null without a router.</summary>
    public string? Router { get; init; }

    public bool HasRouterBias { get; init; }

    /// <summary>Layers of their own before and after the shared ones, together.</summary>
    public int OwnLayers => Sharing.StartsWith("middle", StringComparison.Ordinal) ? 2 : 0;

    /// <summary>Weight layers of so many layer applications.</summary>
    public int UniqueLayers(int layers) => ((layers - OwnLayers) / Loops) + OwnLayers;

    /// <summary>A router's field as text; null without a router or without the field.</summary>
    public string? RouterField(string name) => Router is null ? null : JsonNode.Parse(Router)![name]?.ToString();

    /// <summary>The recursion object of config.json.</summary>
    public JsonObject Config() => new()
    {
        ["sharing"] = Sharing,
        ["loops"] = Loops,
        ["kv_policy"] = KvPolicy,
        ["lora"] = LoraRank > 0 ? new JsonObject { ["rank"] = LoraRank } : null,
        ["vectors"] = HasLoopVectors ? "per_loop" : null,
        ["router"] = Router is null ? null : JsonNode.Parse(Router),
        ["exits"] = "every loop",
    };
}
