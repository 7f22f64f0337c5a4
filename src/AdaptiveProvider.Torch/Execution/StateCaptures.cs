using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Copies of states from the middle of a step: what later passes of the same rows change, but is to be kept or measured.</summary>
/// <remarks>
/// An item's states settle after its last pass and before its tail: those are kept, and its last row is measured. Measures of change also need the last row
/// before the last pass.
/// </remarks>
/// <param name="layout">The model's depth.</param>
/// <param name="rows">The step's rows.</param>
/// <param name="numbers">Receives the indices.</param>
internal sealed class StateCaptures(StageLayout layout, StepRows rows, StagedNumbers<long> numbers)
{
    private const int Nowhere = -1;
    private readonly List<(int Pass, Section Rows, Section Places)> _captures = [];
    private readonly List<long> _rows = [], _places = [];
    private int[] _next = [], _before = [], _settled = [];
    private int _count;
    private Tensor? _states; // [captured, hidden]

    /// <summary>The captured states, [captured, hidden]; null where there are none. Lives in the step's scope.</summary>
    public Tensor? States => _states;

    /// <summary>Where the state before the last pass of an item's last row is captured; null where it is not.</summary>
    public int? Before(int item) => _before[item] == Nowhere ? null : _before[item];

    /// <summary>Where the settled state of an item's first captured row is: of the first row where states are kept, of the last where it is only measured.</summary>
    public int Settled(int item) => _settled[item];

    /// <summary>Where the settled state of an item's last row is.</summary>
    public int LastSettled(int item) => _settled[item] + SettledCount(item) - 1;

    /// <summary>Finds out when each state is as it is to be captured.</summary>
    public void Stage(List<PassRows> passes)
    {
        int items = rows.Plan.Items.Count;
        if (_next.Length < items)
        {
            (_next, _before, _settled) = (new int[items], new int[items], new int[items]);
        }

        _captures.Clear();
        (_count, _states) = (0, null);
        for (int item = 0; item < items; item++)
        {
            (_next[item], _before[item], _settled[item]) = (rows.Plan.Items[item].FirstPass, Nowhere, Nowhere);
        }

        for (int pass = 0; pass < passes.Count; pass++)
        {
            foreach (int item in passes[pass].Members)
            {
                Advance(item);
            }

            Flush(pass);
        }

        for (int item = 0; item < items; item++)
        {
            if (_settled[item] == Nowhere)
            {
                Settle(item);
            }
        }

        Flush(passes.Count);
    }

    /// <summary>Captures what is ready before a pass runs; after the last pass, with the number of passes, the rest.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="hidden">[rows, hidden]</param>
    /// <param name="step">The step.</param>
    public void Capture(int pass, Tensor hidden, StepTensors step)
    {
        foreach (var (at, from, to) in _captures)
        {
            if (at != pass)
            {
                continue;
            }

            var states = hidden.index_select(0, step.Indices(from));
            if (to.Count == _count)
            {
                _states = states; // all at once, and so in the order of the places
            }
            else
            {
                _states ??= empty(_count, hidden.shape[1], hidden.dtype, hidden.device);
                _states.index_copy_(0, step.Indices(to), states);
            }
        }
    }

    private void Advance(int item)
    {
        var work = rows.Plan.Items[item];
        if (work.RunsTail && _next[item] == work.EndPass)
        {
            Settle(item);
            _next[item] = layout.TailPass;
        }
        else if (_next[item] == work.EndPass - 1 && work.Measure is ExitMeasure.Cosine or ExitMeasure.RelativeChange)
        {
            _before[item] = Add(item, work.Length - 1, 1);
        }

        _next[item]++;
    }

    private void Settle(int item)
    {
        int count = SettledCount(item);
        _settled[item] = Add(item, rows.Plan.Items[item].Length - count, count);
    }

    private int SettledCount(int item)
    {
        var work = rows.Plan.Items[item];
        return work.KeepHidden ? work.Length : work.Measure != ExitMeasure.None && !work.Measure.NeedsHead() ? 1 : 0;
    }

    private int Add(int item, int firstRow, int count)
    {
        for (int row = 0; row < count; row++)
        {
            _rows.Add(rows.FirstRow(item) + firstRow + row);
            _places.Add(_count + row);
        }

        _count += count;
        return _count - count;
    }

    private void Flush(int pass)
    {
        if (_rows.Count > 0)
        {
            _captures.Add((pass, numbers.Add([.. _rows]), numbers.Add([.. _places])));
            _rows.Clear();
            _places.Clear();
        }
    }
}
