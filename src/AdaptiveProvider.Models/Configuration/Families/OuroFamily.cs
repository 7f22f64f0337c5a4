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
        int stored = config.OptionalInt("total_ut_steps", 1, ModelFolderOptions.LoopsMax) ?? 4, loops = options.Loops ?? stored;
        float threshold = (float)(config.OptionalNumber("early_exit_threshold", 0, 1) ?? 1);
        return Looped(DecoderFields.Read(config, Architecture, Defaults, QwenLayers.Read(config), options), loops, options.LoopKvPolicy, threshold);
    }

    /// <summary>Makes a plain decoder loop as Ouro does.</summary>
    /// <param name="spec">Its sizes.</param>
    /// <param name="loops">Loops over all layers.</param>
    /// <param name="policy">Which planes they use.</param>
    /// <param name="exitThreshold">The model's own q.</param>
    public static ModelSpec Looped(ModelSpec spec, int loops, KvPolicy policy, float exitThreshold = 1) => spec with
    {
        Layers = [.. spec.Layers.Select(layer => layer with { Norms = NormPlacement.AroundBranch })],
        Layout = new StageLayout([new Stage(0, spec.Layers.Length, loops, policy, ExitKind.Gate)]),
        Loops = new LoopSpec { Stage = 0, NormsEveryLoop = true, HasGate = true, ExitThreshold = exitThreshold },
    };

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
