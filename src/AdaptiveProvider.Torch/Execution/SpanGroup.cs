namespace AdaptiveProvider.Torch.Execution;

/// <summary>Equally long spans of neighbouring slots in one plane: what attends in one call over a view of the cache.</summary>
/// <param name="Row">First row among the pass's rows.</param>
/// <param name="Slot">The first slot.</param>
/// <param name="Token">The first slot's first token, from the pass's first plane.</param>
/// <param name="Spans">Spans: one per slot.</param>
/// <param name="Span">Rows of a span.</param>
/// <param name="Length">Positions that the longest text has after its span.</param>
internal readonly record struct SpanGroup(int Row, int Slot, long Token, int Spans, int Span, int Length)
{
    /// <summary>Rows of all spans.</summary>
    public int RowCount => Spans * Span;

    /// <summary>True when a single row sees all there is.</summary>
    public bool IsWhole(int? window) => Spans == 1 && Span == 1 && (window is null || window >= Length);
}
