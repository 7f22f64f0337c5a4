using System.Collections.Immutable;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>A token goes from exit to exit, a step each, and at each is asked whether it leaves: confidence exits, FREE, and loop by loop.</summary>
/// <remarks>
/// The passes between two exits are a segment. Done[k] positions have run segment k; it never rises with k, and what lies between two of them is a
/// pending span: tokens that left there and still lack the deeper keys and values. A row that goes on into a segment takes the span along
/// (<see cref="MissingCache.Deferred"/>), has it written from the states it left with before (<see cref="MissingCache.Copied"/>), or leaves
/// it as it is (<see cref="MissingCache.Absent"/>), where the model attends to those that went on only.
/// </remarks>
internal sealed class SteppedCourse : DepthCourse
{
    private readonly ImmutableArray<int> _ends; // [segments], the pass count where each ends
    private readonly MissingCache _missing;
    private readonly int _pendingMax;
    private readonly ExitRule _rule;
    private readonly ExitLabels? _labels;
    private readonly int[] _done; // [segments]
    private int _segment; // that the current row is in
    private bool _hasStarted; // some row has run a segment
    private bool _fills; // some pending positions have been filled, so that all must be: their tails are written anew
    private bool _leaves; // the current row has yet to go through the tail and the head
    private int _layers; // that the current row has run
    private float _confidence = float.NaN;

    /// <summary>Starts a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="layout">The model's depth.</param>
    /// <param name="ends">Where segments end; ascending, the last is the deepest pass of any token.</param>
    /// <param name="missing">What becomes of the cache that tokens do not write.</param>
    /// <param name="pendingMax">Most positions of a pending span.</param>
    /// <param name="rule">Decides who leaves.</param>
    public SteppedCourse(RequestState request, StageLayout layout, ImmutableArray<int> ends, MissingCache missing, int pendingMax, ExitRule rule)
        : base(request, layout)
    {
        (_ends, _missing, _pendingMax, _rule) = (ends, missing, pendingMax, rule);
        _done = new int[ends.Length];
        _labels = rule.Adapts ? new ExitLabels(pendingMax + 1) : null;
    }

    /// <inheritdoc/>
    public override bool IsPrefilling => Request.DeepComputed < Request.FilledTo && !FillsBeforeImplied;

    /// <inheritdoc/>
    public override ComingRows Coming => _leaves ? ComingRows.Head : !SharesLoops && (_segment > 0 || SegmentToFill() is not null) ? ComingRows.Deep : ComingRows.Shared;

    // The last known token's: the row that is on its way.
    private int Row => Request.TokenCount - 1;

    private bool IsInLastSegment => _segment == _ends.Length - 1;

    private int PassesTaken => _segment == 0 ? 0 : _ends[_segment - 1];

    // Positions that left early are filled from the states they left with before the rows of implied tokens run.
    private bool FillsBeforeImplied => _missing == MissingCache.Copied && Request.DeepComputed < Request.FilledTo && Request.DeepComputed < Request.ImpliedFrom;

    // Whether one more position may go without the deeper segments.
    private bool CanWait => _missing != MissingCache.Deferred || Row + 1 - _done[^1] <= _pendingMax;

    private bool MustLeave => !IsInLastSegment && _rule.MustLeave(_ends[_segment]) && CanWait;

    private bool IsJudged => !IsInLastSegment && !MustLeave && CanWait && _rule.CanLeave(_ends[_segment]);

    /// <inheritdoc/>
    public override void Plan(int rowsMax)
    {
        if (IsPrefilling)
        {
            PlanKnown(Math.Min(Request.FilledTo - Request.DeepComputed, rowsMax));
            return;
        }

        if (!_hasStarted)
        {
            Array.Fill(_done, Request.DeepComputed);
        }

        if (_leaves)
        {
            SendToHead(Begin(Row, 1, _ends[_segment], _ends[_segment]), _ends[_segment]);
        }
        else if (SegmentToFill() is { } segment)
        {
            PlanFilling(segment, Math.Min(rowsMax, Math.Min(Row, _done[segment - 1]) - _done[segment]));
        }
        else
        {
            PlanSegment(rowsMax);
        }
    }

    /// <inheritdoc/>
    public override void Commit(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        var item = Request.Item;
        MarkComputed();
        if (IsPrefilling)
        {
            CommitKnown(outcome);
        }
        else if (_leaves)
        {
            Spend(new LayerAccount { Token = outcome.LayerRows });
            _layers += outcome.HeadLayers[0];
            Emit(outcome, tokens);
        }
        else if (SegmentToFill() is { } segment)
        {
            Advance(segment, item.Position + item.Length);
            _fills = _segment == 0 && _done[^1] < Row;
            Spend(new LayerAccount { Deferred = outcome.LayerRows });
            Request.DeferredTokens += segment == _ends.Length - 1 ? item.Length : 0;
        }
        else
        {
            CommitSegment(outcome, tokens);
        }
    }

    // The shallowest segment that pending positions must have before the row's next segment runs.
    private int? SegmentToFill()
    {
        if (_missing == MissingCache.Copied && _segment > 0 && _done[_segment] < Row)
        {
            return _segment;
        }

        bool isFull = _segment == 0 && (_fills || FillsBeforeImplied || Row - _done[^1] >= _pendingMax) && (_missing == MissingCache.Copied || (_missing == MissingCache.Deferred && _rule.DeepestPass < _ends[^1]));
        for (int segment = 1; isFull && segment < _ends.Length; segment++)
        {
            if (_done[segment] < Math.Min(Row, _done[segment - 1]))
            {
                return segment;
            }
        }

        return null;
    }

    // The prompt, and implied tokens with whatever is pending before them: it all goes as deep as any token of its kind.
    private void PlanKnown(int length)
    {
        bool isPrompt = Request.DeepComputed < Request.PromptLength - 1;
        var item = Begin(Request.DeepComputed, length, 0, isPrompt ? Layout.PassCount : _ends[^1]);
        if (!isPrompt)
        {
            item.RunsTail = Layout.LeavesThroughTail(item.EndPass);
            item.RouterThreshold = _missing != MissingCache.Absent ? 0 : _rule.Measure == ExitMeasure.RouterScore ? _rule.RouterThreshold : item.RouterThreshold;
        }
    }

    private void CommitKnown(in ItemOutcome outcome)
    {
        var item = Request.Item;
        Request.ShallowComputed = Request.DeepComputed = item.Position + item.Length;
        (_hasStarted, _fills) = (false, false);
        if (item.Position < Request.PromptLength - 1)
        {
            Spend(new LayerAccount { Prefill = outcome.LayerRows });
            return;
        }

        int pending = Math.Clamp(Request.ImpliedFrom - item.Position, 0, item.Length);
        long deferred = outcome.LayerRows * pending / item.Length;
        Request.DeferredTokens += pending;
        Spend(new LayerAccount { Token = outcome.LayerRows - deferred, Deferred = deferred });
        if (item.RunsTail)
        {
            Request.Slot!.MarkInexact(item.Position);
        }
    }

    private void PlanFilling(int segment, int length)
    {
        // Copied positions have their tails: they took them when they left.
        int end = _missing == MissingCache.Copied ? Math.Min(_ends[segment], Layout.TailPass) : _ends[segment];
        var item = Begin(_done[segment], length, _ends[segment - 1], end);
        item.OnlyWritesCache = _missing == MissingCache.Copied;
        item.KeepHidden = segment < _ends.Length - 1;
        item.RouterThreshold = 0;
        if (item.OnlyWritesCache)
        {
            Request.Slot!.MarkInexact(item.Position);
        }
    }

    private void PlanSegment(int rowsMax)
    {
        int end = _ends[_segment], first = _missing == MissingCache.Deferred ? _done[_segment] : Row;
        int length = Math.Min(Row + 1 - first, rowsMax);
        var item = Begin(first, length, PassesTaken, end);
        item.KeepHidden = !IsInLastSegment;
        item.RouterThreshold = 0; // It is decided: the rows take every loop of the segment.
        if (first + length <= Row)
        {
            return;
        }

        item.Measure = IsJudged ? _rule.Measure : ExitMeasure.None;
        if (IsInLastSegment || MustLeave || item.Measure.NeedsHead())
        {
            SendToHead(item, end);
        }

        if (IsInLastSegment && _labels is not null)
        {
            item.RowSamplings = _labels.Samplings(first, length, Request.Sampling);
            item.Head = HeadRows.All;
        }
    }

    private void SendToHead(WorkItem item, int end)
    {
        item.RunsTail = Layout.LeavesThroughTail(end);
        DrawLast(item);
    }

    private void CommitSegment(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        var item = Request.Item;
        bool reachedRow = item.Position + item.Length == Row + 1, mustLeave = MustLeave;
        _hasStarted = true;
        Advance(_segment, item.Position + item.Length);
        Request.DeferredTokens += IsInLastSegment ? item.Length - (reachedRow ? 1 : 0) : 0;
        if (!reachedRow)
        {
            Spend(new LayerAccount { Deferred = outcome.LayerRows });
            return;
        }

        int tail = item.RunsTail ? Layout.TailLayersAfter(item.EndPass) : 0;
        int own = outcome.Tokens.IsEmpty ? (int)(outcome.LayerRows / item.Length) : outcome.HeadLayers[^1] - tail;
        _confidence = item.Measure == ExitMeasure.None ? _confidence : outcome.Score;
        bool leaves = IsInLastSegment || mustLeave || (item.Measure != ExitMeasure.None && _rule.Leaves(outcome.Score));

        Learn(item, outcome, leaves);

        // The tail of a row that was judged by its logits and goes on has run for the judgement only.
        Spend(new LayerAccount { Token = own + (leaves ? tail : 0), Rejected = leaves ? 0 : tail, Deferred = outcome.LayerRows - own - tail });
        _layers += own + (leaves ? tail : 0);
        if (!leaves)
        {
            _segment++;
        }
        else if (outcome.Tokens.IsEmpty)
        {
            _leaves = true;
        }
        else
        {
            Emit(outcome, tokens);
        }
    }

    private void Learn(WorkItem item, in ItemOutcome outcome, bool leaves)
    {
        if (_labels is null || outcome.Tokens.IsEmpty)
        {
            return;
        }

        if (IsInLastSegment)
        {
            _labels.Compare(item, outcome.Tokens, _rule);
        }
        else if (leaves)
        {
            _labels.Left(Row, outcome.Tokens[^1].Token, outcome.Score, Request.Sampling.AllowedTokens);
        }
        else
        {
            _labels.Judged(Row, outcome.Tokens[^1].Token, outcome.Score);
        }
    }

    private void Emit(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        if (_missing == MissingCache.Absent)
        {
            Request.Slot!.MarkInexact(IsInLastSegment ? int.MaxValue : Row);
            Advance(_ends.Length - 1, Row + 1);
        }

        var (layers, confidence) = (_layers, _confidence);
        (_segment, _layers, _leaves, _confidence) = (0, 0, false, float.NaN);
        _rule.TokenFinished(layers, outcome.At);
        tokens.Add(Deliver(outcome.Tokens[^1], layers, confidence));
    }

    private void Advance(int segment, int done)
    {
        if (_missing == MissingCache.Absent)
        {
            Array.Fill(_done, done, segment, _ends.Length - segment);
        }

        _done[segment] = done;
        Request.ShallowComputed = _done[0];
        Request.DeepComputed = _done[^1];
    }
}
