using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>Self-speculative decoding (LayerSkip, 2404.16710, section 4.3): tokens are drafted at an exit and verified in one deep pass over their kept states.</summary>
/// <remarks>
/// A round begins with the last known token's row. Its shallow passes draft the next token, whose row drafts another, until the round is long enough
/// or the exit is unsure; then all rows go deep together and each says which token follows it. The drafts that stand are delivered, and the token of
/// the first row whose draft does not stand, or of the last row. Drafts lie in the slot behind the delivered tokens until then.
/// Shallow keys and values are shared and the kept states are not computed again.
/// </remarks>
/// <param name="request">The request.</param>
/// <param name="layout">The model's depth.</param>
/// <param name="draftMax">Most drafts of a round, which the executor's kept states bound.</param>
/// <param name="pilot">Chooses exit and length of each round.</param>
internal sealed class DraftedCourse(RequestState request, StageLayout layout, int draftMax, DraftPilot pilot) : DepthCourse(request, layout)
{
    private readonly DraftRows _rows = new(request, draftMax + 1);
    private int _computed; // rows of the round that have run the shallow passes
    private bool _verifies;
    private DraftRound _round; // fixed when its first row is planned

    /// <inheritdoc/>
    public override bool IsPrefilling => Request.DeepComputed < Request.FilledTo;

    /// <inheritdoc/>
    public override bool CanAppend => IsNewRound;

    /// <inheritdoc/>
    public override ComingRows Coming => _verifies && !SharesLoops ? ComingRows.Deep : ComingRows.Shared;

    // The position of the round's first row: the last delivered token's.
    private int First => Request.TokenCount - 1;

    private int Drafts => _rows.Count;

    private bool IsNewRound => _computed == 0 && !_verifies;

    /// <inheritdoc/>
    public override void Plan(int rowsMax)
    {
        if (IsPrefilling)
        {
            Begin(Request.DeepComputed, Math.Min(Request.FilledTo - Request.DeepComputed, rowsMax), 0, Layout.PassCount);
        }
        else if (_verifies)
        {
            PlanVerification(Math.Min(_computed, rowsMax));
        }
        else
        {
            PlanDraft();
        }
    }

    /// <inheritdoc/>
    public override void Commit(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        var item = Request.Item;
        MarkComputed();
        if (IsPrefilling)
        {
            Request.ShallowComputed = Request.DeepComputed = item.Position + item.Length;
            Spend(item.Position < Request.PromptLength - 1 ? new LayerAccount { Prefill = outcome.LayerRows } : new LayerAccount { Token = outcome.LayerRows });
        }
        else if (_verifies)
        {
            CommitVerification(outcome, tokens);
        }
        else if (item.EndPass == Layout.PassCount)
        {
            Spend(new LayerAccount { Token = outcome.LayerRows });
            Request.ShallowComputed = Request.DeepComputed = First + 1;
            pilot.RoundFinished(0, 0);
            tokens.Add(Deliver(outcome.Tokens[0], outcome.HeadLayers[0]));
        }
        else
        {
            CommitDraft(outcome);
        }
    }

    private void PlanDraft()
    {
        if (IsNewRound)
        {
            _round = pilot.Next(DraftsAllowed());
        }

        if (_round.Length == 0)
        {
            DrawLast(Begin(First, 1, 0, Layout.PassCount));
            return;
        }

        var item = Begin(First + _computed, 1, 0, _round.Exit);
        item.KeepHidden = true;
        if (Drafts < _round.Length && !_rows.EndsReply)
        {
            item.RunsTail = Layout.LeavesThroughTail(_round.Exit);
            item.UsesDraftHead = pilot.UsesDraftHead;
            item.Measure = pilot.Measure;
            item.Head = HeadRows.Last;
            item.Sampling = _rows.SamplingOfDraft(pilot.Acceptance);
            SetUniform(item.Sampling, Request.Generated + Drafts, DraftRows.StreamOfDraft(pilot.Acceptance));
        }
    }

    private void CommitDraft(in ItemOutcome outcome)
    {
        _computed++;
        Request.ShallowComputed = First + _computed;
        int tail = Request.Item.RunsTail ? Layout.TailLayersAfter(_round.Exit) : 0;
        Spend(new LayerAccount { Token = outcome.LayerRows - tail, Rejected = tail });
        bool drafts = !outcome.Tokens.IsEmpty && outcome.Tokens[0].Token != SampledToken.NoToken;
        if (drafts && (pilot.Measure == ExitMeasure.None || outcome.Score > pilot.StopThreshold))
        {
            _rows.Add(outcome.Tokens[0].Token);
            Request.Drafted++;
        }
        else
        {
            _verifies = true;
        }
    }

    private void PlanVerification(int length)
    {
        var item = Begin(First, length, _round.Exit, Layout.PassCount);
        item.Head = HeadRows.All;
        item.RowSamplings = _rows.SamplingsOfVerification(length, pilot);
        for (int row = 0; row < length; row++)
        {
            SetUniform(item.RowSamplings[row], Request.Generated + row);
        }
    }

    // Fewer rows than the round has are verified when a step has no room for all: then the round goes on.
    private void CommitVerification(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        int rows = Request.Item.Length, shallow = Layout.LayersAfter(_round.Exit), kept = 0;
        int[] drafts = _rows.Drafts;
        _rows.Withdraw();
        CommittedToken delivered;
        bool stands;
        do
        {
            stands = kept < drafts.Length && outcome.Tokens[kept].Token == drafts[kept];
            delivered = Deliver(outcome.Tokens[kept], shallow + outcome.HeadLayers[kept]);
            tokens.Add(delivered);
            Request.AcceptedDrafts += stands ? 1 : 0;
            kept++;
        }
        while (stands && kept < rows && delivered.Cause is null);

        int deep = 0;
        foreach (int layers in outcome.HeadLayers[..kept])
        {
            deep += layers;
        }

        Spend(new LayerAccount { Token = deep, Rejected = outcome.LayerRows - deep });
        Request.ShallowComputed = Request.DeepComputed = First;
        if (stands && rows < _computed && delivered.Cause is null)
        {
            _rows.Restore(drafts.AsSpan(rows), rows);
            _computed -= rows;
            Request.ShallowComputed += _computed;
            return;
        }

        long wasted = (long)(_computed - kept) * shallow;
        Spend(new LayerAccount { Token = -wasted, Rejected = wasted });
        Request.Slot!.DropCache(First + (delivered.IsDelivered ? 0 : 1));
        pilot.RoundFinished(drafts.Length, kept - 1);
        (_computed, _verifies) = (0, false);
    }

    // A round may not outrun the reply, its stream, or the kept states.
    private int DraftsAllowed() => Math.Max(0, Math.Min(draftMax, Math.Min(Request.OutputMax - Request.Generated - 1, Request.Reply.Room - 1)));
}
