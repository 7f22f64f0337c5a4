using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>An executor that breaks one rule, for requests that run alone.</summary>
public sealed class FlawedExecutor(IModelExecutor inner, DepthFlaw flaw) : IModelExecutor
{
    public ExecutorInfo Info => inner.Info;

    /// <summary>How often it has broken the rule.</summary>
    public int Count { get; private set; }

    private StageLayout Layout => Info.Layout;

    public void Execute(StepPlan plan, StepResult result)
    {
        var item = plan.Items[0];
        switch (flaw)
        {
            case DepthFlaw.ShiftsScores when item.Measure != ExitMeasure.None:
                Count++;
                inner.Execute(plan, result);
                result.ItemScores[0] += 0.25f;
                break;
            case DepthFlaw.DropsTails when item.RunsTail && plan.Passes.Count > 1:
                Count++;
                DropTail(plan, item, result);
                break;
            case DepthFlaw.IgnoresRouterThreshold when !float.IsNaN(item.RouterThreshold) && !item.KeepHidden && item.FirstPass < item.EndPass:
                Count++;
                item.RouterThreshold = float.NaN;
                inner.Execute(plan, result);
                break;
            case DepthFlaw.KeepsStaleStates when item.FirstPass > 0:
                Count++;
                KeepOthers(item);
                inner.Execute(plan, result);
                break;
            case DepthFlaw.SkipsCopies when item.OnlyWritesCache && !item.KeepHidden:
                Count++;
                result.AddUniformDepth(item, 0);
                result.ItemScores.Add(float.NaN);
                break;
            case DepthFlaw.AcceptsDrafts when item.Head == HeadRows.All:
                Count++;
                inner.Execute(plan, result);
                for (int row = 0; row + 1 < item.Length; row++)
                {
                    result.Tokens[row] = result.Tokens[row] with { Token = item.Tokens.Span[row + 1] };
                }

                break;
            default:
                inner.Execute(plan, result);
                break;
        }
    }

    public void CopyPrefix(int sourceSlot, int targetSlot, int length) => inner.CopyPrefix(sourceSlot, targetSlot, length);

    public void Dispose() => inner.Dispose();

    private void DropTail(StepPlan plan, WorkItem item, StepResult result)
    {
        int tail = Layout.Stages.Length - Layout.Passes[Layout.TailPass].StageIndex;
        plan.Passes.RemoveRange(plan.Passes.Count - tail, tail);
        item.RunsTail = false;
        inner.Execute(plan, result);
        item.RunsTail = true;
        int layers = Layout.TailLayersAfter(item.EndPass);
        result.LayerRowsExecuted += layers * item.Length;
        result.ItemLayerRows[0] += layers * item.Length;
        for (int row = 0; row < result.HeadRowLayers.Count; row++)
        {
            result.HeadRowLayers[row] += layers;
        }
    }

    // The rows before are computed again with other tokens, which changes the shallow keys too.
    private void KeepOthers(WorkItem item)
    {
        var other = new WorkItem
        {
            Slot = item.Slot,
            Position = item.Position,
            Tokens = item.Tokens.ToArray().Select(token => (token + 1) % Info.VocabularySize).ToArray(),
            EndPass = item.FirstPass,
            KeepHidden = true,
            RouterThreshold = 0,
        };
        var plan = new StepPlan { Items = { other } };
        foreach (var pass in Layout.Passes.Take(item.FirstPass))
        {
            plan.Passes.Add(new StagePass(pass.StageIndex) { Entries = { new StagePass.Entry(0, pass.Loop) } });
        }

        inner.Execute(plan, new StepResult());
    }
}
