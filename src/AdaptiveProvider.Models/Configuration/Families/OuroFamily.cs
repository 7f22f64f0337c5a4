using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Ouro (2510.25741): all layers loop, each branch stands between two norms, the final norm ends every loop, and a gate says after which to leave.</summary>
internal sealed class OuroFamily : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 32_768, KvHeadCount = 32 };

    public string Architecture => "OuroForCausalLM";

    public string ModelType => "ouro";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        ImmutableArray<LayerSpec> layers = [.. QwenLayers.Read(config).Select(layer => layer with { Norms = NormPlacement.AroundBranch })];
        int stored = config.OptionalInt("total_ut_steps", 1, ModelFolderOptions.LoopsMax) ?? 4, loops = options.Loops ?? stored;
        return DecoderFields.Read(config, Architecture, Defaults, layers, options) with
        {
            Layout = new StageLayout([new Stage(0, layers.Length, loops, options.LoopKvPolicy, ExitKind.Gate)]),
            Loops = new LoopSpec
            {
                Stage = 0,
                NormsEveryLoop = true,
                HasGate = true,
                ExitThreshold = (float)(config.OptionalNumber("early_exit_threshold", 0, 1) ?? 1),
            },
        };
    }

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint)
    {
        string prefix = DecoderTensors.Prefix(checkpoint);
        return new DecoderTensors { HasOutputNorms = true }.Bind(spec, checkpoint) with
        {
            Loops = new LoopWeights
            {
                Gate = checkpoint.Get($"{prefix}early_exit_gate.weight", 1, spec.HiddenSize),
                GateBias = checkpoint.Get($"{prefix}early_exit_gate.bias", 1),
            },
        };
    }
}
