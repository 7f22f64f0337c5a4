using AdaptiveProvider.Engine;
using AdaptiveProvider.Models;

namespace AdaptiveProvider.Tool.Inspection;

/// <summary>Which parts a model folder has, and whether they can be used.</summary>
/// <param name="Configuration">config.json, with the weights checked against it.</param>
/// <param name="Weights">One safetensors file, or an index of several.</param>
/// <param name="Tokenizer">tokenizer.json</param>
/// <param name="ChatTemplate">A chat template, in whatever file.</param>
/// <param name="GenerationDefaults">generation_config.json</param>
internal sealed record FolderParts(FolderPart Configuration, FolderPart Weights, FolderPart Tokenizer, FolderPart ChatTemplate, FolderPart GenerationDefaults)
{
    /// <summary>Every part.</summary>
    public IEnumerable<FolderPart> All => [Configuration, Weights, Tokenizer, ChatTemplate, GenerationDefaults];

    /// <summary>Reads every part of a folder.</summary>
    public static FolderParts Of(string folder)
    {
        return new FolderParts(
            Check("config.json", Has("config.json"), () => ModelFolder.Open(folder).Dispose()),
            new FolderPart("model.safetensors", Has("model.safetensors") || Has("model.safetensors.index.json")),
            Check("tokenizer.json", Has("tokenizer.json"), () => Models.Tokenization.Tokenizer.Load(folder)),
            CheckTemplate(folder),
            new FolderPart("generation_config.json", Has("generation_config.json")));

        bool Has(string file) => File.Exists(Path.Combine(folder, file));
    }

    private static FolderPart CheckTemplate(string folder)
    {
        bool found = true;
        var part = Check("chat template", true, () => found = Models.Templates.ChatTemplate.Load(folder) is not null);
        return part with { Found = found };
    }

    private static FolderPart Check(string name, bool found, Action read)
    {
        try
        {
            if (found)
            {
                read();
            }

            return new FolderPart(name, found);
        }
        catch (AdaptiveProviderException problem)
        {
            return new FolderPart(name, found, problem.Message);
        }
    }
}
