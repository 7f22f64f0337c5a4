using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>One request's way through the depth: what it runs next, and what the results mean. The planner asks, the committer tells.</summary>
/// <remarks>
/// <see cref="Plan"/> changes nothing but the request's work item, so a step that fails needs no undoing; <see cref="Commit"/> moves the
/// counters. Decisions use the request's own results only: a reply is the same alone and in any batch.
/// </remarks>
internal abstract class DepthCourse(RequestState request, StageLayout layout)
{
    /// <summary>The request.</summary>
    protected RequestState Request { get; } = request;

    /// <summary>The model's depth.</summary>
    protected StageLayout Layout { get; } = layout;

    /// <summary>True while prompt rows are due, which the planner cuts into chunks.</summary>
    public abstract bool IsPrefilling { get; }

    /// <summary>False while rows are under way that would have to be given up if tokens were appended.</summary>
    public virtual bool CanAppend => true;

    /// <summary>What the rows of a decoding request come to next.</summary>
    public virtual ComingRows Coming => ComingRows.Shared;

    /// <summary>True where the rows of all depths use the same weights, so that going deeper needs no company.</summary>
    protected bool SharesLoops { get; } = layout.Stages.Any(stage => stage.Loops > 1);

    /// <summary>Fills the request's item with at most <paramref name="rowsMax"/> rows, at least one.</summary>
    public abstract void Plan(int rowsMax);

    /// <summary>Takes in what the planned item gave; adds the tokens that are now decided.</summary>
    public abstract void Commit(in ItemOutcome outcome, List<CommittedToken> tokens);

    /// <summary>Sets an item's rows and passes, and everything else to nothing.</summary>
    protected WorkItem Begin(int position, int length, int firstPass, int endPass)
    {
        var item = Request.Item;
        item.Position = position;
        item.Tokens = Request.Slot!.Tokens(position, length);
        (item.FirstPass, item.EndPass) = (firstPass, endPass);
        item.RouterThreshold = Request.RouterThreshold;
        (item.RunsTail, item.OnlyWritesCache, item.KeepHidden, item.UsesDraftHead) = (false, false, false, false);
        (item.Head, item.Measure, item.Sampling, item.RowSamplings) = (HeadRows.None, ExitMeasure.None, Request.Sampling, null);
        return item;
    }

    /// <summary>Sends the last row through the head, to draw the reply's next token.</summary>
    protected void DrawLast(WorkItem item)
    {
        item.Head = HeadRows.Last;
        Request.Sampling.ScoredToken = Request.ForcedToken;
        Request.Sampling.AllowedTokens = Request.Constraint?.AllowedTokens ?? default;
        SetUniform(Request.Sampling, Request.Generated);
    }

    /// <summary>Gives a draw its random number.</summary>
    /// <param name="sampling">The draw.</param>
    /// <param name="index">The token's index in the reply.</param>
    /// <param name="stream">Which of several draws for the same token.</param>
    protected void SetUniform(RowSampling sampling, int index, int stream = 0)
    {
        if (!sampling.Settings.IsGreedy)
        {
            // NOTE: keyed by seed and token index alone, so that neither batch mates nor retries nor drafts change a reply.
            sampling.Uniform = CounterRandom.Uniform(Request.Seed, index, stream);
        }
    }

    /// <summary>Marks the item's passes as computed.</summary>
    protected void MarkComputed() => Request.Slot!.MarkComputed(Request.Item, Layout.TailPass);

    /// <summary>Adds to what the request has cost.</summary>
    protected void Spend(in LayerAccount spent) => Request.Layers.Add(spent);

    /// <summary>Makes a drawn token the reply's next, or the forced one in its place.</summary>
    /// <param name="sample">The draw.</param>
    /// <param name="layers">Layer applications spent on it.</param>
    /// <param name="confidence">By what it was judged; not-a-number without.</param>
    protected CommittedToken Deliver(in SampledToken sample, int layers, float confidence = float.NaN)
    {
        var token = new TokenEvent(sample, layers) { Confidence = confidence, Forced = Request.ForcedToken };
        if (sample.Token == SampledToken.NoToken)
        {
            return new CommittedToken(Request, token, IsDelivered: false, FinishCause.Failed);
        }

        Request.EarlyExits += layers < Layout.LayerDepth ? 1 : 0;
        return Append(token);
    }

    /// <summary>Appends the tokens that the constraint leaves no choice of, as far as the stream has room. Their rows are computed with the next draw.</summary>
    public void AppendImplied(List<CommittedToken> tokens)
    {
        if (Request.DeepComputed >= Request.FilledTo)
        {
            Request.ImpliedFrom = Request.TokenCount - 1;
        }

        FinishCause? cause = null;
        for (int room = Request.Reply.Room; room > 0 && cause is null && Request.HasImpliedToken; room--)
        {
            var sample = new SampledToken(Request.Constraint!.ImpliedToken!.Value, float.NaN, float.NaN, null);
            var appended = Append(new TokenEvent(sample, LayersExecuted: 0));
            tokens.Add(appended);
            cause = appended.Cause;
        }

        Request.FilledTo = Request.TokenCount - 1;
    }

    private CommittedToken Append(in TokenEvent token)
    {
        Request.Generated++;
        if (token.Forced is null && Request.Request.StopTokens.Contains(token.Token))
        {
            return new CommittedToken(Request, token, IsDelivered: false, FinishCause.StopToken);
        }

        Request.Emitted++;
        Request.Slot!.Append(token.Token);
        Request.Sampling.Counts?.AddReply(token.Token);
        Request.Constraint = Request.Constraint?.After(token.Token);
        FinishCause? cause = Request.Constraint is { IsComplete: true } ? FinishCause.StopToken
            : Request.Generated < Request.OutputMax ? null
            : token.Forced is null && Request.Request.MaxOutputTokens is null ? FinishCause.ContextFull
            : FinishCause.MaxOutputTokens;
        return new CommittedToken(Request, token, IsDelivered: true, cause);
    }
}
