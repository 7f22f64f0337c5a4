using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Knows one architecture: how its config.json becomes a specification and where its checkpoint keeps each weight.</summary>
internal interface IModelFamily
{
    /// <summary>The name in config.json's architectures, for example LlamaForCausalLM.</summary>
    string Architecture { get; }

    /// <summary>The name in config.json's model_type, for folders without architectures.</summary>
    string ModelType { get; }

    /// <summary>Reads the mathematics.</summary>
    ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options);

    /// <summary>Finds every weight and checks its shape against the specification that <see cref="ReadSpec"/> returned for the same fields.</summary>
    DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint);
}
