using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Reads how depth is shared: the fields sharing, loops and kv_policy of a recursive model, and what they make of its layers.</summary>
/// <param name="Sharing">Which applications share weights.</param>
/// <param name="Loops">Loops of every shared stage; 1 where none is shared.</param>
/// <param name="KvPolicy">Cache planes of the shared stages.</param>
internal sealed record RecursionFields(LayerSharing Sharing, int Loops, KvPolicy KvPolicy)
{
    /// <summary>Far above any published model.</summary>
    public const int LoopsMax = 64;

    /// <summary>Index of the first shared stage: one after an unshared first layer.</summary>
    public int FirstSharedStage => HasOwnEnds ? 1 : 0;

    /// <summary>True when norm gains and biases are not shared: each loop after the first has its own.</summary>
    public bool HasLoopVectors { get; init; }

    private bool HasOwnEnds => Sharing is LayerSharing.MiddleCycle or LayerSharing.MiddleSequence;

    private bool IsSequence => Sharing is LayerSharing.Sequence or LayerSharing.MiddleSequence;

    /// <summary>Reads the fields.</summary>
    /// <param name="fields">The model's recursion object.</param>
    /// <exception cref="ModelFormatException">A field is missing, out of range or not supported.</exception>
    public static RecursionFields Read(ConfigFields fields)
    {
        if (fields.Text("sharing") is null)
        {
            throw fields.Error("sharing", "is missing. Say cycle, sequence, middle_cycle, middle_sequence or none.");
        }

        var sharing = fields.Word(
            "sharing",
            LayerSharing.None,
            ("none", LayerSharing.None),
            ("cycle", LayerSharing.Cycle),
            ("sequence", LayerSharing.Sequence),
            ("middle_cycle", LayerSharing.MiddleCycle),
            ("middle_sequence", LayerSharing.MiddleSequence));
        int loops = sharing == LayerSharing.None ? fields.OptionalInt("loops", 1, 1) ?? 1 : fields.Int("loops", 1, LoopsMax);
        var policy = fields.Word(
            "kv_policy", KvPolicy.PerLoop, ("per_loop", KvPolicy.PerLoop), ("recursion_wise", KvPolicy.RecursionWise), ("shared_first", KvPolicy.SharedFirst));
        return new RecursionFields(sharing, loops, policy) { HasLoopVectors = fields.Word("vectors", missing: false, ("shared", false), ("per_loop", true)) };
    }

    /// <summary>Weight layers of so many layer applications.</summary>
    /// <exception cref="ModelFormatException">The loops do not divide the applications.</exception>
    public int UniqueLayers(ConfigFields config, int layerCount)
    {
        int shared = HasOwnEnds ? layerCount - 2 : layerCount;
        return shared > 0 && shared % Loops == 0
            ? (shared / Loops) + (layerCount - shared)
            : throw config.Error(
                "num_hidden_layers",
                $"{layerCount} layer applications{(HasOwnEnds ? ", without the first and the last," : "")} are no multiple of {Loops} loops. Use the config.json that belongs to the weights.");
    }

    /// <summary>The stages over so many weight layers.</summary>
    /// <param name="uniqueLayers">Weight layers.</param>
    /// <param name="router">The exit of the shared stage when a router chooses its loops; null without a router.</param>
    /// <param name="layersPerStage">Layers per stage where nothing is shared.</param>
    public StageLayout Layout(int uniqueLayers, ExitKind? router, int layersPerStage)
    {
        if (Sharing == LayerSharing.None)
        {
            return StageLayout.Uniform(uniqueLayers, layersPerStage);
        }

        // A routed loop holds only the rows that took it; without a router that is all of them.
        var policy = KvPolicy == KvPolicy.SharedFirst ? KvPolicy.SharedFirst : router is null ? KvPolicy.PerLoop : KvPolicy.RecursionWise;
        var exit = router ?? ExitKind.Head;
        int ends = FirstSharedStage, shared = uniqueLayers - (2 * ends);
        var stages = ImmutableArray.CreateBuilder<Stage>();
        if (HasOwnEnds)
        {
            stages.Add(new Stage(0, 1, Exit: ExitKind.None));
        }

        stages.AddRange(IsSequence
            ? Enumerable.Range(ends, shared).Select(layer => new Stage(layer, 1, Loops, policy, exit))
            : [new Stage(ends, shared, Loops, policy, exit)]);
        if (HasOwnEnds)
        {
            stages.Add(new Stage(uniqueLayers - 1, 1));
        }

        return new StageLayout(stages);
    }
}
