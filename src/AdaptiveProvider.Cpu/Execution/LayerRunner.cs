using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Attention;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Runs one layer over the rows of a pass, all workers together.</summary>
internal sealed unsafe class LayerRunner : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly RaggedAttention _attention;
    private readonly AttentionShape _shape;
    private readonly int _hiddenSize;
    private readonly int _intermediateSize;
    private readonly float _epsilon;
    private readonly InputRows _hiddenRows;
    private readonly InputRows _attendedRows;
    private readonly InputRows _gatedRows;
    private readonly AlignedMemory _projections;
    private readonly AlignedMemory _attended;
    private readonly AlignedMemory _gated;
    private readonly BranchSum _sum;

    /// <summary>Reserves the intermediate results of so many rows.</summary>
    public LayerRunner(PackedModel model, RaggedAttention attention, WorkerTeam team, KernelSet kernels, Precision precision, int rowsMax)
    {
        var spec = model.Spec;
        (_team, _attention, _shape) = (team, attention, new AttentionShape(spec));
        (_hiddenSize, _intermediateSize, _epsilon) = (spec.HiddenSize, spec.IntermediateSize, spec.NormEpsilon);
        int attendedSize = spec.HeadCount * spec.HeadDim;
        _hiddenRows = new InputRows(team, rowsMax, _hiddenSize, precision, kernels);
        _attendedRows = new InputRows(team, rowsMax, attendedSize, precision, kernels);
        _gatedRows = new InputRows(team, rowsMax, _intermediateSize, precision, kernels);
        _projections = new AlignedMemory((long)rowsMax * _shape.ProjectionDim * sizeof(float));
        _attended = new AlignedMemory((long)rowsMax * attendedSize * sizeof(float));
        _gated = new AlignedMemory((long)rowsMax * _intermediateSize * sizeof(float));
        _sum = new BranchSum(spec, team, kernels.Math, rowsMax);
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _hiddenRows.Bytes + _attendedRows.Bytes + _gatedRows.Bytes + _projections.Bytes + _attended.Bytes + _gated.Bytes + _sum.Bytes;

    /// <summary>Rows of all layers run so far, counted here and nowhere else.</summary>
    public long LayerRows { get; private set; }

    /// <summary>Runs the layers of a stage over the rows of a pass, or only writes what they cache.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="model">The weights.</param>
    /// <param name="stageIndex">The stage.</param>
    /// <param name="lists">The lists of the pass.</param>
    /// <param name="window">The pass.</param>
    /// <param name="hidden">[pass rows, hidden], changed in place.</param>
    public void RunStage(int worker, PackedModel model, int stageIndex, PassLists lists, in PassWindow window, float* hidden)
    {
        var stage = model.Spec.Layout.Stages[stageIndex];
        for (int layer = 0; layer < stage.LayerCount; layer++)
        {
            var weights = model.Layer(stage.FirstLayer + layer, window.Loop);
            if (window.OnlyWrites)
            {
                WriteCache(worker, weights, layer, lists, window, hidden);
            }
            else
            {
                Run(worker, weights, layer, lists, window, hidden);
            }
        }
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="layer">The weights.</param>
    /// <param name="layerInStage">The layer's index in its stage, which selects the cache planes.</param>
    /// <param name="lists">The lists of the pass.</param>
    /// <param name="window">The pass.</param>
    /// <param name="hidden">[pass rows, hidden], changed in place.</param>
    private void Run(int worker, PackedLayer layer, int layerInStage, PassLists lists, in PassWindow window, float* hidden)
    {
        int rows = window.RowCount;
        float* projections = (float*)_projections.Data, attended = (float*)_attended.Data, gated = (float*)_gated.Data;

        var input = _hiddenRows.SetNormalized(worker, hidden, rows, layer.AttentionNorm, _epsilon);
        layer.Projections.Multiply(input, rows, projections, _shape.ProjectionDim, OutputMode.Store, worker, _team.Work);
        _team.Barrier();

        Attend(worker, layer, layerInStage, lists, window, projections, attended);
        _team.Barrier();

        input = _attendedRows.Set(worker, attended, rows);
        _sum.Add(worker, layer.Output, input, rows, hidden, layer.Norms, layer.AttentionOutputNorm);
        _team.Barrier();

        input = _hiddenRows.SetNormalized(worker, hidden, rows, layer.FeedForwardNorm, _epsilon);
        layer.GateAndUp.Multiply(input, rows, gated, _intermediateSize, OutputMode.Store, worker, _team.Work);
        _team.Barrier();

        input = _gatedRows.Set(worker, gated, rows);
        _sum.Add(worker, layer.Down, input, rows, hidden, layer.Norms, layer.FeedForwardOutputNorm);
        if (worker == 0)
        {
            LayerRows += rows; // by one worker only: others adding nothing would write an old count back
        }

        _team.Barrier();
    }

    /// <summary>Writes the keys and values that rows give as they are, and nothing else: neither is the rest of the layer run nor its rows counted.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="layer">The weights.</param>
    /// <param name="layerInStage">The layer's index in its stage, which selects the cache planes.</param>
    /// <param name="lists">The lists of the pass.</param>
    /// <param name="window">The pass.</param>
    /// <param name="hidden">[pass rows, hidden]</param>
    private void WriteCache(int worker, PackedLayer layer, int layerInStage, PassLists lists, in PassWindow window, float* hidden)
    {
        var runs = CollectionsMarshal.AsSpan(lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        var planes = CollectionsMarshal.AsSpan(lists.Planes).Slice(window.Planes, window.Runs.Count);
        var places = CollectionsMarshal.AsSpan(lists.Places).Slice(window.Places, window.RowCount);
        var input = _hiddenRows.SetNormalized(worker, hidden, window.RowCount, layer.AttentionNorm, _epsilon);
        layer.Projections.Multiply(
            input, window.RowCount, (float*)_projections.Data, _shape.ProjectionDim, OutputMode.Store, worker, _team.Work, firstOutput: _shape.HeadCount * _shape.HeadDim);
        _team.Barrier();

        WriteKeysAndValues(worker, layer, layerInStage, runs, planes, places, (float*)_projections.Data);
        _team.Barrier();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hiddenRows.Dispose();
        _attendedRows.Dispose();
        _gatedRows.Dispose();
        _projections.Dispose();
        _attended.Dispose();
        _gated.Dispose();
        _sum.Dispose();
    }

    private void Attend(int worker, PackedLayer layer, int layerInStage, PassLists lists, in PassWindow window, float* projections, float* attended)
    {
        var runs = CollectionsMarshal.AsSpan(lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        var planes = CollectionsMarshal.AsSpan(lists.Planes).Slice(window.Planes, window.Runs.Count);
        var places = CollectionsMarshal.AsSpan(lists.Places).Slice(window.Places, window.RowCount);
        var tasks = CollectionsMarshal.AsSpan(lists.Tasks).Slice(window.Tasks.First, window.Tasks.Count);
        if (!window.IsDecode)
        {
            // NOTE: a row attends to keys that other workers write, so that all must be there first. A single row needs only its own,
            // and the worker that attends it writes that.
            WriteKeysAndValues(worker, layer, layerInStage, runs, planes, places, projections);
            _team.Barrier();
        }

        while (_team.Work.TryTake(worker, tasks.Length, 1, out int index, out _))
        {
            ref readonly var task = ref tasks[index];
            ref readonly var run = ref runs[task.Run - window.Runs.First];
            if (window.IsDecode && index + 1 < tasks.Length)
            {
                ref readonly var next = ref runs[tasks[index + 1].Run - window.Runs.First];
                _attention.Prefetch(layer, planes[tasks[index + 1].Run - window.Runs.First].First + layerInStage, next, tasks[index + 1], places);
            }

            var plane = planes[task.Run - window.Runs.First];
            if (window.IsDecode && plane.Writes)
            {
                _attention.WriteKeyValue(
                    layer, plane.First + layerInStage, run.Slot, places[run.FirstRow], task.KvHead, projections + ((nint)run.FirstRow * _shape.ProjectionDim));
            }

            _attention.Attend(worker, layer, plane.First + layerInStage, run, task, places, projections, attended);
        }
    }

    private void WriteKeysAndValues(
        int worker, PackedLayer layer, int layerInStage, ReadOnlySpan<PassRun> runs, ReadOnlySpan<KvPlanes.Range> planes, ReadOnlySpan<RowPlace> places, float* projections)
    {
        var share = Share.Of(worker, _team.Count, places.Length);
        for (int i = 0; i < runs.Length; i++)
        {
            ref readonly var run = ref runs[i];
            int end = planes[i].Writes ? Math.Min(share.End, run.FirstRow + run.Length) : 0;
            for (int row = Math.Max(share.First, run.FirstRow); row < end; row++)
            {
                for (int head = 0; head < _shape.KvHeadCount; head++)
                {
                    _attention.WriteKeyValue(
                        layer, planes[i].First + layerInStage, run.Slot, places[row], head, projections + ((nint)row * _shape.ProjectionDim));
                }
            }
        }
    }
}
