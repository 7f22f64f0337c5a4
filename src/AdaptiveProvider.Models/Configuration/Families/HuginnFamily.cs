using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Huginn (2502.05171): a prelude, a core block that loops from a random state and is given the prelude's output in every loop, and a coda.</summary>
internal sealed class HuginnFamily : IModelFamily
{
    public string Architecture => "RavenForCausalLM";

    public string ModelType => "huginn_raven";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options) => HuginnFields.Read(config, Architecture, options);

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint) => new HuginnTensors(spec, checkpoint, HuginnFields.HasQueryKeyBias(config)).Bind();
}
