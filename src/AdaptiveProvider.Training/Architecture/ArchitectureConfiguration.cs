using System.Text.Json.Nodes;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>The shape of a model to train: vanilla, recursive, relaxed recursive or Mixture-of-Recursions.</summary>
public sealed record ArchitectureConfiguration
{
    /// <summary>Rows of the embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the gated feed-forward.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KvHeadCount { get; init; }

    /// <summary>Width of a head; even.</summary>
    public int HeadDim { get; init; } = 64;

    /// <summary>Positions that the model is made for.</summary>
    public int ContextLength { get; init; } = 1024;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Scaling of the rotary frequencies as config.json writes it in rope_scaling; null for none.</summary>
    public JsonObject? RopeScaling { get; init; }

    /// <summary>False for a head of its own beside the embedding.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary>Epsilon of every RMS norm.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Which applications share weights.</summary>
    public ParameterSharing Sharing { get; init; } = ParameterSharing.None;

    /// <summary>Layers of the shared run; without sharing, of the model.</summary>
    public required int LayersPerLoop { get; init; }

    /// <summary>How often the shared run is applied; 1 without sharing.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>Keys and values of later loops.</summary>
    public LoopKv LoopKv { get; init; } = LoopKv.RecursionWise;

    /// <summary>True when each loop has norm gains of its own, as in Relaxed Recursive Transformers; false shares them too, as in Mixture-of-Recursions.</summary>
    public bool HasLoopVectors { get; init; }

    /// <summary>Rank of the low-rank weights per layer and loop (Relaxed Recursive Transformers §3.2); 0 for none.</summary>
    public int LoraRank { get; init; }

    /// <summary>How tokens are routed; null when every token takes every loop.</summary>
    public RouterConfiguration? Router { get; init; }

    /// <summary>Checks every range and combination.</summary>
    /// <exception cref="TrainingException">A value is out of range or does not fit another; the message names it.</exception>
    public void Validate()
    {
        Require(VocabularySize > 0, nameof(VocabularySize), "must be positive");
        Require(HiddenSize > 0, nameof(HiddenSize), "must be positive");
        Require(IntermediateSize > 0, nameof(IntermediateSize), "must be positive");
        Require(HeadCount > 0 && KvHeadCount > 0 && HeadCount % KvHeadCount == 0, nameof(KvHeadCount), "must divide HeadCount");
        Require(HeadDim > 0 && HeadDim % 2 == 0, nameof(HeadDim), "must be even");
        Require(ContextLength > 0, nameof(ContextLength), "must be positive");
        Require(RopeTheta > 0 && double.IsFinite(RopeTheta), nameof(RopeTheta), "must be a positive number");
        Require(NormEpsilon > 0 && double.IsFinite(NormEpsilon), nameof(NormEpsilon), "must be a positive number");
        Require(LayersPerLoop > 0, nameof(LayersPerLoop), "must be positive");
        Require(Loops > 0 && (Sharing != ParameterSharing.None || Loops == 1), nameof(Loops), "must be positive, and 1 without sharing");
        Require(LoraRank >= 0 && (LoraRank == 0 || Sharing != ParameterSharing.None), nameof(LoraRank), "needs sharing");
        Require(!HasLoopVectors || Sharing != ParameterSharing.None, nameof(HasLoopVectors), "needs sharing");
        if (Router is { } router)
        {
            ValidateRouter(router);
        }
    }

    private void ValidateRouter(RouterConfiguration router)
    {
        bool cycles = Sharing is ParameterSharing.Cycle or ParameterSharing.MiddleCycle, chooses = router.Kind == RouterKind.ExpertChoice;
        Require(cycles && Loops > 1 && router.Kind != RouterKind.None, nameof(Router), "needs cycle or middle-cycle sharing and at least two loops");
        Require(router.Temperature > 0 && double.IsFinite(router.Temperature), nameof(RouterConfiguration.Temperature), "must be a positive number");
        Require(double.IsFinite(router.Scale) && double.IsFinite(router.Offset), nameof(RouterConfiguration.Scale), "and offset must be finite numbers");
        Require(chooses || router.Offset == 0, nameof(RouterConfiguration.Offset), "must be 0 for token choice");
        Require(chooses || !router.HasAuxiliaryRouter, nameof(RouterConfiguration.HasAuxiliaryRouter), "must be false for token choice");
        Require(chooses || !router.IsElastic, nameof(RouterConfiguration.IsElastic), "must be false for token choice");
        bool capacities = router.Capacities.Count == Loops && router.Capacities[0] == 1
            && router.Capacities.Zip(router.Capacities.Skip(1)).All(pair => pair.Second > 0 && pair.Second <= pair.First);
        Require(!chooses || capacities, nameof(RouterConfiguration.Capacities), $"must be {Loops} values that start with 1 and never grow");
    }

    private static void Require(bool holds, string field, string rule)
    {
        if (!holds)
        {
            throw new TrainingException($"The architecture's {field} {rule}. Change it in the training configuration.");
        }
    }
}
