using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Depth.Policies;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Lets rows that have come to deep layers or to the head wait for company where measured costs say that it pays, up to a deadline.</summary>
/// <remarks>Rows of shared loops never wait: all of them need the same weights. Nor does anyone wait for a deeper neighbour.</remarks>
/// <param name="layout">The model's depth.</param>
/// <param name="costs">What steps cost.</param>
/// <param name="stepsMax">Most steps that a row waits; 0 lets none wait.</param>
internal sealed class RowHolding(StageLayout layout, StepCostModel costs, int stepsMax)
{
    private const double ArrivalMemory = 1 / 8.0;
    private const int ObservationsMin = 64; // steps until the costs are trusted

    private readonly double[] _arrivals = new double[Enum.GetValues<ComingRows>().Length]; // [coming], rows per step
    private readonly int[] _waiting = new int[Enum.GetValues<ComingRows>().Length];
    private readonly int[] _fresh = new int[Enum.GetValues<ComingRows>().Length];

    /// <summary>Decides for every running request whether it sits this step out.</summary>
    public void Choose(List<RequestState> running)
    {
        Array.Clear(_waiting);
        Array.Clear(_fresh);
        bool isDue = false;
        foreach (var request in running)
        {
            request.IsHeld = false;
            if (IsDecoding(request))
            {
                var coming = request.Course.Coming;
                _waiting[(int)coming]++;
                _fresh[(int)coming] += request.StepsHeld == 0 ? 1 : 0;
                isDue |= request.StepsHeld >= stepsMax;
            }
        }

        for (int coming = 0; coming < _waiting.Length; coming++)
        {
            _arrivals[coming] += ArrivalMemory * (_fresh[coming] - _arrivals[coming]);
        }

        if (stepsMax > 0 && !isDue && costs.Observations >= ObservationsMin)
        {
            Hold(running, ComingRows.Deep, layout.LayerDepth - layout.LayersAfter(layout.ExitPasses[0]));
            Hold(running, ComingRows.Head, layout.TailLayersAfter(layout.ExitPasses[0]));
        }

        foreach (var request in running)
        {
            request.StepsHeld = request.IsHeld ? request.StepsHeld + 1 : 0;
        }
    }

    private void Hold(List<RequestState> running, ComingRows coming, int layers)
    {
        int waiting = _waiting[(int)coming], others = _waiting[(int)ComingRows.Shared];
        if (waiting == 0 || others == 0)
        {
            return;
        }

        double nothing = costs.Predict(default);
        double fixedCost = costs.Predict(new StepWork(layers, 0, 1, 0)) - nothing;
        double stepCost = costs.Predict(new StepWork(layout.LayerDepth - layers, (double)others * (layout.LayerDepth - layers), 1, others));
        if (WaitingRule.Pays(waiting, others, _arrivals[(int)coming], fixedCost, stepCost))
        {
            foreach (var request in running)
            {
                request.IsHeld |= IsDecoding(request) && request.Course.Coming == coming;
            }
        }
    }

    private static bool IsDecoding(RequestState request) => request.Status == RequestStatus.Running && !request.Course.IsPrefilling;
}
