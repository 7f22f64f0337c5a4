using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Routing;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Runs the passes of a step: embedding or kept states, then every layer, all on the device.</summary>
internal sealed class StepRunner(DeviceModel model, LayerRunner layers, KeptStates kept, RoutedStage? routed, StagedNumbers<long> indices, StagedNumbers<float> numbers)
{
    private Section _thresholds, _tokens;

    /// <summary>Layer applications of unrouted passes in the last step, counted per row where layers run.</summary>
    public long LayerRows { get; private set; }

    /// <summary>The routed stage's decisions in the last step; null where it did not run.</summary>
    public RoutedRows? Routed { get; private set; }

    /// <summary>The routed stage's pass in the last step.</summary>
    public PassRows? RoutedPass { get; private set; }

    /// <summary>Collects what the router needs.</summary>
    public void Stage(StepRows rows, List<PassRows> passes, int slotLength)
    {
        RoutedPass = routed is null ? null : passes.Find(pass => pass.Stage == model.Spec.Router!.Stage);
        if (RoutedPass is not { } pass)
        {
            return;
        }

        var thresholds = numbers.Add(pass.RowCount, out _thresholds);
        int next = 0;
        foreach (int item in pass.Members)
        {
            var work = rows.Plan.Items[item];
            thresholds.Slice(next, work.Length).Fill(Threshold(work.RouterThreshold));
            next += work.Length;
        }

        var tokens = indices.Add(pass.RowCount, out _tokens);
        next = 0;
        foreach (int item in pass.Members)
        {
            var work = rows.Plan.Items[item];
            for (int row = 0; row < work.Length; row++)
            {
                tokens[next++] = ((long)work.Slot * slotLength) + work.Position + row;
            }
        }
    }

    /// <summary>Runs the passes and returns the residual stream, [rows, hidden].</summary>
    public Tensor Run(StepRows rows, List<PassRows> passes, StepTensors step)
    {
        LayerRows = 0;
        Routed = RoutedPass is null ? null : new RoutedRows(numbers[_thresholds], indices[_tokens]);
        var hidden = model.Embedding.index_select(0, step.Indices(rows.Tokens)); // [rows, hidden]
        if (rows.RestoredRows.Count > 0)
        {
            hidden.index_copy_(0, step.Indices(rows.RestoredRows), kept.Read(step.Indices(rows.RestoredStates)));
        }

        foreach (var pass in passes)
        {
            RunPass(pass, step, hidden);
        }

        return hidden;
    }

    private void RunPass(PassRows pass, StepTensors step, Tensor hidden)
    {
        var own = pass.Gathered is { } gathered ? hidden.index_select(0, step.Indices(gathered)) : hidden.narrow(0, pass.FirstRow, pass.RowCount);
        var stage = model.Spec.Layout.Stages[pass.Stage];
        if (pass.Stage == model.Spec.Router?.Stage)
        {
            routed!.Run(Routed!, step, pass, own);
        }
        else
        {
            for (int layer = 0; layer < stage.LayerCount; layer++)
            {
                layers.Run(model.Layer(stage.FirstLayer + layer, pass.Loop), layer, step, pass, own);
                LayerRows += pass.RowCount;
            }
        }

        if (pass.Gathered is { } places)
        {
            hidden.index_copy_(0, step.Indices(places), own);
        }
    }

    // A sigmoid may round to 0 or 1: below and above them lie the thresholds that all scores exceed, or none.
    private float Threshold(float asked)
    {
        float threshold = float.IsNaN(asked) ? model.Spec.Router!.Threshold : asked;
        return threshold <= 0 ? -1 : threshold >= 1 ? 2 : threshold;
    }
}
