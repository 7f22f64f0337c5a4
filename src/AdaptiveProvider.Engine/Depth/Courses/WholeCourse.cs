using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>A token takes its whole depth in one step: full depth, a fixed exit (LayerSkip's early exit), or as many loops as the router says.</summary>
/// <param name="request">The request.</param>
/// <param name="layout">The model's depth.</param>
/// <param name="passes">Passes of every row.</param>
/// <param name="rule">Bounds each generated token's depth; null leaves the prompt's last row, which gives the first token, in the prompt.</param>
internal sealed class WholeCourse(RequestState request, StageLayout layout, int passes, ExitRule? rule) : DepthCourse(request, layout)
{
    private int Due => Request.TokenCount - Request.DeepComputed;

    private int PromptRows => Request.PromptLength - (rule is null ? 0 : 1);

    /// <inheritdoc/>
    public override bool IsPrefilling => rule is null ? Due > 1 : Request.DeepComputed < PromptRows;

    /// <inheritdoc/>
    public override void Plan(int rowsMax)
    {
        bool prefills = rule is not null && IsPrefilling;
        int due = prefills ? PromptRows - Request.DeepComputed : Due;
        int length = Math.Min(due, rowsMax);
        var item = Begin(Request.DeepComputed, length, 0, passes);
        if (prefills)
        {
            return;
        }

        if (rule is not null)
        {
            (item.EndPass, item.RouterThreshold) = (rule.DeepestPass, rule.RouterThreshold);
        }

        item.RunsTail = Layout.LeavesThroughTail(item.EndPass);
        if (length == due)
        {
            DrawLast(item);
        }
    }

    /// <inheritdoc/>
    public override void Commit(in ItemOutcome outcome, List<CommittedToken> tokens)
    {
        var item = Request.Item;
        MarkComputed();
        if (item.RunsTail)
        {
            Request.Slot!.MarkInexact(item.Position);
        }

        Request.ShallowComputed = Request.DeepComputed = item.Position + item.Length;
        if (outcome.Tokens.IsEmpty)
        {
            Spend(IsReply(item) ? new LayerAccount { Token = outcome.LayerRows } : new LayerAccount { Prefill = outcome.LayerRows });
            return;
        }

        long layers = outcome.Tokens[0].Token == SampledToken.NoToken ? 0 : IsReply(item) ? outcome.LayerRows : outcome.HeadLayers[0];
        Spend(new LayerAccount { Token = layers, Prefill = outcome.LayerRows - layers });
        rule?.TokenFinished(outcome.HeadLayers[0], outcome.At);
        tokens.Add(Deliver(outcome.Tokens[0], outcome.HeadLayers[0]));
    }

    // Behind the prompt there are rows that draw, and rows of implied tokens.
    private bool IsReply(WorkItem item) => item.Position >= Request.PromptLength;
}
