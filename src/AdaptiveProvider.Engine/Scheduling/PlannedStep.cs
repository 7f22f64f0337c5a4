using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>A step plan with the requests behind its items. One instance serves every step.</summary>
internal sealed class PlannedStep
{
    public StepPlan Plan { get; } = new();

    /// <summary>The request of each item, in the order of the items.</summary>
    public List<RequestState> Requests { get; } = [];

    public int Rows { get; private set; }

    public bool IsEmpty => Requests.Count == 0;

    public void Add(RequestState request)
    {
        Plan.Items.Add(request.Item);
        Requests.Add(request);
        Rows += request.Item.Length;
    }

    public void Clear()
    {
        Plan.Items.Clear();
        Plan.Passes.Clear();
        Requests.Clear();
        Rows = 0;
    }
}
