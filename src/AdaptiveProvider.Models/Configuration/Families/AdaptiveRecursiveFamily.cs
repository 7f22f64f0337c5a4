using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Recursive, relaxed recursive and routed models in this project's own format: Llama's fields and a recursion object, each weight stored once.</summary>
internal sealed class AdaptiveRecursiveFamily : IModelFamily
{
    private const int RankMax = 4096;

    public string Architecture => "AdaptiveRecursiveForCausalLM";

    public string ModelType => "adaptive_recursive";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        var fields = Recursion(config);
        var recursion = RecursionFields.Read(fields);
        LoraRank(fields, recursion);
        return RecursiveSpec.Read(config, Architecture, recursion, RouterFields.Read(fields.Object("router"), recursion), options);
    }

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint)
    {
        var fields = Recursion(config);
        var recursion = RecursionFields.Read(fields);
        bool attentionBias = config.OptionalFlag("attention_bias") ?? false;
        var tensors = new DecoderTensors
        {
            HasQueryKeyValueBias = attentionBias,
            HasOutputBias = attentionBias,
            HasFeedForwardBias = config.OptionalFlag("mlp_bias") ?? false,
        };
        string prefix = DecoderTensors.Prefix(checkpoint);
        var weights = tensors.Bind(spec, checkpoint);
        weights = recursion.HasLoopVectors ? weights with { LoopLayers = LoopVectorTensors.Bind(spec, weights, checkpoint, prefix) } : weights;
        var router = RouterFields.Read(fields.Object("router"), recursion);
        return weights with
        {
            LoopLayers = AdapterTensors.Bind(spec, weights, checkpoint, prefix, LoraRank(fields, recursion)),
            Router = router is null ? null : RouterTensors.Bind(spec, router, checkpoint, prefix),
        };
    }

    private static ConfigFields Recursion(ConfigFields config)
        => config.Object("recursion") ?? throw config.Error("recursion", "is missing. Use the complete config.json of the model.");

    private static int LoraRank(ConfigFields fields, RecursionFields recursion)
    {
        var lora = fields.Object("lora");
        int rank = lora?.OptionalInt("rank", 0, RankMax) ?? 0;
        return rank == 0 || recursion.Loops > 1
            ? rank
            : throw lora!.Error("rank", $"is {rank}, but no layer has a second loop to adapt. Set it to 0, or use the config.json that belongs to the weights.");
    }
}
