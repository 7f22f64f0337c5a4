using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Runs the passes of a step: embedding or kept states, then every layer, all on the device.</summary>
internal sealed class StepRunner(DeviceModel model, LayerRunner layers, KeptStates kept)
{
    /// <summary>Layer applications so far, counted per row where layers run.</summary>
    public long LayerRows { get; private set; }

    /// <summary>Runs the passes and returns the residual stream, [rows, hidden].</summary>
    public Tensor Run(StepRows rows, List<PassRows> passes, StepTensors step)
    {
        LayerRows = 0;
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
        for (int layer = 0; layer < stage.LayerCount; layer++)
        {
            layers.Run(model.Layers[stage.FirstLayer + layer], layer, step, pass, own);
            LayerRows += pass.RowCount;
        }

        if (pass.Gathered is { } places)
        {
            hidden.index_copy_(0, step.Indices(places), own);
        }
    }
}
