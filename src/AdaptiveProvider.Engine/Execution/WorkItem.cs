using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>Consecutive tokens of one request that go together through a range of passes.</summary>
/// <remarks>
/// The engine keeps one instance per request and fills it anew for every step, so it means nothing after the step.
/// Writing position p in a pass makes every cached key and value at positions from p on, in that pass, worthless: that is the whole
/// rollback rule. A row that begins anew (<see cref="FirstPass"/> 0) also drops, from its position on, what was written in loops that a router
/// may leave out: it may leave them out this time. Rows of an item attend to the slot's positions before <see cref="Position"/> and causally to each other.
/// </remarks>
public sealed class WorkItem
{
    /// <summary>The slot whose cache the rows read and write.</summary>
    public required int Slot { get; set; }

    /// <summary>Position of the first row in the request, from 0.</summary>
    public required int Position { get; set; }

    /// <summary>The rows' token ids, [rows]. Read when <see cref="FirstPass"/> is 0; its length is the row count always.</summary>
    public required ReadOnlyMemory<int> Tokens { get; set; }

    /// <summary>The first pass to run; above 0 the rows start from the hidden states kept for these positions.</summary>
    public int FirstPass { get; set; }

    /// <summary>One past the last pass to run; equal to <see cref="FirstPass"/> where kept states only go through the tail and the head.</summary>
    public required int EndPass { get; set; }

    /// <summary>
    /// What a row's router score must exceed for another loop: 0 takes every loop, 1 or more only the first; not-a-number leaves the choice to
    /// the model. Read by stages with <see cref="ExitKind.Router"/> only.
    /// </summary>
    public float RouterThreshold { get; set; } = float.NaN;

    /// <summary>
    /// After the last pass the rows also take the layout's tail (<see cref="StageLayout.TailPass"/>), on which their exit leads to the head.
    /// Only for items that end before the tail; a routed stage is left as if the router had stopped every row.
    /// </summary>
    public bool RunsTail { get; set; }

    /// <summary>
    /// The rows' states stay as they are: the passes only write the keys and values that they give (CALM's state copying). No layer application
    /// is counted, and <see cref="KeepHidden"/> keeps the same states under the later pass.
    /// </summary>
    public bool OnlyWritesCache { get; set; }

    /// <summary>Keep the rows' hidden states after the last pass and before the tail, so that a later item can start there.</summary>
    public bool KeepHidden { get; set; }

    /// <summary>Which rows go through the final norm and head after the last pass, or after the tail.</summary>
    public HeadRows Head { get; set; }

    /// <summary>What is measured about the last row after the last pass, before the tail; from logits where the measure needs the head.</summary>
    public ExitMeasure Measure { get; set; }

    /// <summary>Head rows draw among the draft vocabulary only, where the executor has one (<see cref="ExecutorInfo.DraftVocabularySize"/>).</summary>
    public bool UsesDraftHead { get; set; }

    /// <summary>How to draw tokens from the head's logits; needed unless <see cref="Head"/> is none.</summary>
    public RowSampling? Sampling { get; set; }

    /// <summary>How to draw each row's token, [rows], where <see cref="Head"/> is all; null draws all as <see cref="Sampling"/> says.</summary>
    public IReadOnlyList<RowSampling>? RowSamplings { get; set; }

    /// <summary>How the token of a row, from 0, is drawn.</summary>
    public RowSampling SamplingOf(int row) => Head == HeadRows.All && RowSamplings is { } samplings ? samplings[row] : Sampling!;

    /// <summary>Rows of this item.</summary>
    public int Length => Tokens.Length;

    /// <summary>Rows that go through the head.</summary>
    public int HeadLength => Head switch { HeadRows.None => 0, HeadRows.Last => 1, _ => Length };
}
