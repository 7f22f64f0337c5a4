using AdaptiveProvider.Models.Templates;

namespace AdaptiveProvider.Tool.Inspection;

/// <summary>Which files a model folder has.</summary>
/// <param name="HasConfiguration">config.json</param>
/// <param name="HasWeights">One safetensors file, or an index of several.</param>
/// <param name="HasTokenizer">tokenizer.json</param>
/// <param name="HasChatTemplate">A chat template, in whatever file.</param>
/// <param name="HasGenerationDefaults">generation_config.json</param>
internal sealed record FolderParts(bool HasConfiguration, bool HasWeights, bool HasTokenizer, bool HasChatTemplate, bool HasGenerationDefaults)
{
    /// <summary>Looks at a folder without reading the weights.</summary>
    public static FolderParts Of(string folder)
    {
        return new FolderParts(
            Has("config.json"),
            Has("model.safetensors") || Has("model.safetensors.index.json"),
            Has("tokenizer.json"),
            ChatTemplate.Load(folder) is not null,
            Has("generation_config.json"));

        bool Has(string file) => File.Exists(Path.Combine(folder, file));
    }

    /// <summary>The parts in words, each with whether it is there.</summary>
    public IEnumerable<(string Name, bool Found)> Named() =>
    [
        ("config.json", HasConfiguration),
        ("model.safetensors", HasWeights),
        ("tokenizer.json", HasTokenizer),
        ("chat template", HasChatTemplate),
        ("generation_config.json", HasGenerationDefaults),
    ];
}
