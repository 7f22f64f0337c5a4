using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>One pass of a step: which rows run, where they write, and what they attend to.</summary>
internal sealed record PassRows
{
    /// <summary>The stage whose weights run.</summary>
    public required int Stage { get; init; }

    /// <summary>Which loop of the stage runs; of several in one pass, which then share their weights, the first.</summary>
    public required int Loop { get; init; }

    /// <summary>Rows by their loop, in the order of the rows; in a routed stage, where each loop has a router of its own, once per loop.</summary>
    public required LoopRows[] Loops { get; init; }

    /// <summary>The states of the rows stay as they are: only keys and values are written.</summary>
    public required bool OnlyWritesCache { get; init; }

    /// <summary>The lowest plane of the pass's first layer.</summary>
    public required int Plane { get; init; }

    /// <summary>First of the pass's rows in the step, when they are consecutive.</summary>
    public required int FirstRow { get; init; }

    /// <summary>Rows of the pass.</summary>
    public required int RowCount { get; init; }

    /// <summary>The rows of the step when they are not consecutive, and run in a copy; null otherwise.</summary>
    public required Section? Gathered { get; init; }

    /// <summary>Where rows write their keys and values; null when none does.</summary>
    public required Section? WriteTokens { get; init; }

    /// <summary>Which rows write; null when all do.</summary>
    public required Section? WriteRows { get; init; }

    /// <summary>The items that take part, in the order of their rows.</summary>
    public required int[] Members { get; init; }

    /// <summary>Planes of the members relative to <see cref="Plane"/>, and whether they write.</summary>
    public required (int Plane, bool Writes)[] MemberPlanes { get; init; }

    /// <summary>Spans that attend together.</summary>
    public required List<SpanGroup> Groups { get; init; }

    /// <summary>For flash attention: first row per member and the end, then first key per member and an end, then keys per member.</summary>
    public required Section Ranges { get; init; }

    /// <summary>Rows of the longest span.</summary>
    public required int SpanMax { get; init; }

    /// <summary>Positions of the longest text.</summary>
    public required int LengthMax { get; init; }

    /// <summary>The loop of one of the pass's rows.</summary>
    public int LoopOf(int row) => Array.Find(Loops, loop => row >= loop.FirstRow && row < loop.FirstRow + loop.RowCount).Loop;
}
