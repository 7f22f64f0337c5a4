using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Downloads;

/// <summary>The files of a model that are read here.</summary>
internal static class ModelFiles
{
    public const string Configuration = "config.json";

    public const string Weights = "model.safetensors";

    public const string ShardIndex = "model.safetensors.index.json";

    /// <summary>Most bytes of a file that holds no weights.</summary>
    public const long SettingsBytesMax = 256 << 20;

    /// <summary>True for a file of weights, which may be as large as the options allow.</summary>
    public static bool IsWeights(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal);

    /// <summary>Files that a model may have or not.</summary>
    public static IReadOnlyList<string> Optional { get; } =
    [
        "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja", "chat_template.json", "mor.json", CalibrationFile.Name,
    ];
}
