using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Evaluation;

/// <summary>A depth to evaluate at. All of them are causal: none looks at later tokens.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Routing">Which tokens take which loops.</param>
public sealed record DepthSetting(string Name, Routing Routing)
{
    /// <summary>Every loop; for token choice the router's own depth.</summary>
    public static DepthSetting Full { get; } = new("full", new Routing.Full());

    /// <summary>The same number of loops for every token.</summary>
    public static DepthSetting Loops(int loops) => new(loops == 1 ? "1 loop" : $"{loops} loops", new Routing.Fixed(loops));

    /// <summary>The router at a threshold.</summary>
    public static DepthSetting Threshold(double threshold) => new(FormattableString.Invariant($"threshold {threshold:0.###}"), new Routing.Threshold(threshold));

    /// <summary>What an architecture is to be judged by: as it serves, and with every smaller number of loops.</summary>
    public static IReadOnlyList<DepthSetting> Of(ArchitectureConfiguration architecture)
    {
        bool cycles = architecture.Sharing is ParameterSharing.Cycle or ParameterSharing.MiddleCycle;
        var fixedLoops = cycles ? Enumerable.Range(1, architecture.Loops - 1).Select(Loops) : [];
        return architecture.Router is { Kind: RouterKind.ExpertChoice, IsElastic: false } ? [Threshold(0.5), Full, .. fixedLoops] : [Full, .. fixedLoops];
    }
}
