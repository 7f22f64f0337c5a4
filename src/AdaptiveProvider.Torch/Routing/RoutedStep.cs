using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Torch.Execution;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>What the routed stage needs from the host in a step, and what it reports back.</summary>
/// <param name="model">The model, which has a router.</param>
/// <param name="rows">The step's rows.</param>
/// <param name="slotLength">Positions of a slot.</param>
/// <param name="indices">Receives indices.</param>
/// <param name="numbers">Receives thresholds.</param>
internal sealed class RoutedStep(ModelSpec model, StepRows rows, int slotLength, StagedNumbers<long> indices, StagedNumbers<float> numbers)
{
    private readonly RouterSpec _router = model.Router!;
    private Section _thresholds, _tokens, _taken;
    private Section? _takenNumbers, _executedNumbers;

    /// <summary>The stage's decisions in the last step; null where it did not run.</summary>
    public RoutedRows? Rows { get; private set; }

    /// <summary>The stage runs in the step at hand.</summary>
    public bool Runs { get; private set; }

    /// <summary>Collects thresholds, places and loops taken before, [rows] each.</summary>
    public void Stage(List<PassRows> passes)
    {
        (Rows, _takenNumbers, _executedNumbers) = (null, null, null);
        Runs = passes.Exists(pass => pass.Stage == _router.Stage);
        if (!Runs)
        {
            return;
        }

        var thresholds = numbers.Add(rows.RowCount, out _thresholds);
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            thresholds.Slice(rows.FirstRow(item), work.Length).Fill(Threshold(work.RouterThreshold));
        }

        var tokens = indices.Add(rows.RowCount, out _tokens);
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            for (int row = 0; row < work.Length; row++)
            {
                tokens[rows.FirstRow(item) + row] = ((long)work.Slot * slotLength) + work.Position + row;
            }
        }

        var taken = indices.Add(rows.RowCount, out _taken);
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            taken.Slice(rows.FirstRow(item), work.Length).Fill(DepthReport.RoutedLoops(model.Layout, work, _router.Stage).First);
        }
    }

    /// <summary>Begins to run.</summary>
    public void Begin(StepTensors step) => Rows = Runs ? new RoutedRows(step, numbers[_thresholds], indices[_tokens], indices[_taken]) : null;

    /// <summary>Adds the loops that rows took, and the rows that every pass had, to what is read back.</summary>
    public void Report(ReadbackParts readback)
    {
        if (Rows is not null)
        {
            _takenNumbers = readback.Add(Rows.Taken.All.to(ScalarType.Float32));
            _executedNumbers = Rows.Executed.Count == 0 ? null : readback.Add(cat([.. Rows.Executed.Select(pass => pass.Rows)], 0));
        }
    }

    /// <summary>Loops that each of the step's rows has taken, [rows]; empty where the stage did not run.</summary>
    public ReadOnlySpan<float> Taken(ReadOnlySpan<float> readback) => _takenNumbers is { } section ? readback.Slice(section.First, section.Count) : [];

    /// <summary>Layer applications of the stage, counted where they ran.</summary>
    public long LayerRows(ReadOnlySpan<float> readback)
    {
        long total = 0;
        for (int pass = 0; _executedNumbers is { } section && pass < section.Count; pass++)
        {
            total += (long)readback[section.First + pass] * Rows!.Executed[pass].Layers;
        }

        return total;
    }

    // A sigmoid may round to 0 or 1: below and above them lie the thresholds that all scores exceed, or none.
    private float Threshold(float asked)
    {
        float threshold = float.IsNaN(asked) ? _router.Threshold : asked;
        return threshold <= 0 ? -1 : threshold >= 1 ? 2 : threshold;
    }
}
