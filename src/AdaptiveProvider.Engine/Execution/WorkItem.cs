using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>Consecutive tokens of one request that go together through a range of passes.</summary>
/// <remarks>
/// The engine keeps one instance per request and fills it anew for every step, so it means nothing after the step.
/// Writing position p in a pass makes every cached key and value at positions from p on, in that pass, worthless: that is the whole
/// rollback rule. Rows of an item attend to the slot's positions before <see cref="Position"/> and causally to each other.
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

    /// <summary>One past the last pass to run.</summary>
    public required int EndPass { get; set; }

    /// <summary>
    /// What a row's router score must exceed for another loop: 0 takes every loop, 1 or more only the first; not-a-number leaves the choice to
    /// the model. Read by stages with <see cref="Depth.ExitKind.Router"/> only.
    /// </summary>
    public float RouterThreshold { get; set; } = float.NaN;

    /// <summary>Keep the rows' hidden states after the last pass, so that a later item can start there.</summary>
    public bool KeepHidden { get; set; }

    /// <summary>Which rows go through the final norm and head after the last pass.</summary>
    public HeadRows Head { get; set; }

    /// <summary>How to draw tokens from the head's logits; needed unless <see cref="Head"/> is none.</summary>
    public RowSampling? Sampling { get; set; }

    /// <summary>Rows of this item.</summary>
    public int Length => Tokens.Length;

    /// <summary>Rows that go through the head.</summary>
    public int HeadLength => Head switch { HeadRows.None => 0, HeadRows.Last => 1, _ => Length };
}
