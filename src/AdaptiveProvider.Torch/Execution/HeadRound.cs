using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Torch.Sampling;
using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Head rows whose logits exist at the same time: of one head, drawn in one place.</summary>
internal sealed class HeadRound
{
    /// <summary>Indices of the rows among the step's head rows.</summary>
    public required int[] HeadRows { get; init; }

    /// <summary>Their indices among the step's rows.</summary>
    public required Section States { get; init; }

    /// <summary>They go through the draft head.</summary>
    public required bool IsDraft { get; init; }

    /// <summary>Draws their tokens.</summary>
    public required ITokenDrawer Drawer { get; init; }

    /// <summary>What the drawer collected.</summary>
    public required DrawRound Drawing { get; init; }

    /// <summary>What is measured of their logits: how, of which items, and which of the round's rows those are.</summary>
    public required List<(ExitMeasure Measure, int[] Items, Section Rows)> Measures { get; init; }

    /// <summary>Where the drawing's numbers are among those that come back.</summary>
    public Section Drawn { get; set; }

    /// <summary>Where the measures' numbers are, one section per measure.</summary>
    public List<Section> Scores { get; } = [];
}
