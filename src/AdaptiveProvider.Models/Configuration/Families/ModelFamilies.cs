using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Every supported family. A new one is one file and one line here.</summary>
internal static class ModelFamilies
{
    /// <summary>The families in the order in which errors list them.</summary>
    public static ImmutableArray<IModelFamily> All { get; } =
    [
        new LlamaFamily(),
        new MistralFamily(),
        new Qwen2Family(),
        new Qwen3Family(),
        new SmolLm3Family(),
        new Phi3Family(),
        new AdaptiveRecursiveFamily(),
        new MixtureOfRecursionsFamily(),
        new OuroFamily(),
        new HuginnFamily(),
    ];

    /// <summary>The family that config.json names.</summary>
    /// <exception cref="ModelFormatException">It names none, or one that is not supported.</exception>
    public static IModelFamily Find(ConfigFields config)
    {
        if (config.OptionalTexts("architectures") is [var architecture, ..])
        {
            return All.FirstOrDefault(family => family.Architecture == architecture)
                ?? throw config.Unsupported("architectures", architecture, string.Join(", ", All.Select(family => family.Architecture)));
        }

        string modelType = config.Text("model_type") ?? throw config.Error("architectures", "is missing, and model_type too. Use the complete config.json of the model.");
        return All.FirstOrDefault(family => family.ModelType == modelType)
            ?? throw config.Unsupported("model_type", modelType, string.Join(", ", All.Select(family => family.ModelType)));
    }
}
