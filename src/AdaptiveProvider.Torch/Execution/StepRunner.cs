using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Routing;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Runs the passes of a step: embedding or kept states, then every layer, all on the device.</summary>
/// <param name="model">The weights.</param>
/// <param name="layers">Runs a layer.</param>
/// <param name="kept">States of earlier steps.</param>
/// <param name="loops">What a looped stage does around its layers.</param>
/// <param name="captures">Takes copies of states on their way.</param>
/// <param name="routed">Runs the routed stage; null without.</param>
/// <param name="routedStep">What the routed stage needs in a step; null without.</param>
internal sealed class StepRunner(DeviceModel model, LayerRunner layers, KeptStates kept, LoopBoundary loops, StateCaptures captures, RoutedStage? routed, RoutedStep? routedStep)
{
    /// <summary>Layer applications of unrouted passes in the last step, counted per row where layers run.</summary>
    public long LayerRows { get; private set; }

    /// <summary>Runs the passes and returns the residual stream, [rows, hidden].</summary>
    public Tensor Run(StepRows rows, List<PassRows> passes, StepTensors step)
    {
        LayerRows = 0;
        routedStep?.Begin(step);
        var hidden = loops.Widen(Embed(step.Indices(rows.Tokens))); // [rows, state size]
        if (rows.RestoredRows.Count > 0)
        {
            hidden.index_copy_(0, step.Indices(rows.RestoredRows), kept.Read(step.Indices(rows.RestoredStates)));
        }

        for (int pass = 0; pass < passes.Count; pass++)
        {
            captures.Capture(pass, hidden, step);
            RunPass(passes[pass], step, hidden);
        }

        captures.Capture(passes.Count, hidden, step);
        return loops.Narrow(hidden);
    }

    private Tensor Embed(Tensor tokens)
    {
        var embedded = model.Embedding.index_select(0, tokens); // [rows, hidden]
        return model.Spec.EmbeddingScale == 1 ? embedded : embedded.mul_(model.Spec.EmbeddingScale);
    }

    private void RunPass(PassRows pass, StepTensors step, Tensor hidden)
    {
        var own = pass.Gathered is { } gathered ? hidden.index_select(0, step.Indices(gathered)) : hidden.narrow(0, pass.FirstRow, pass.RowCount);
        if (pass.Stage == model.Spec.Router?.Stage)
        {
            routed!.Run(routedStep!.Rows!, step, pass, own);
        }
        else
        {
            RunUnrouted(pass, step, own);
        }

        if (pass is { Gathered: { } places, OnlyWritesCache: false })
        {
            hidden.index_copy_(0, step.Indices(places), own);
        }
    }

    private void RunUnrouted(PassRows pass, StepTensors step, Tensor own)
    {
        var states = loops.Narrow(own);
        if (pass.OnlyWritesCache)
        {
            RunLayers(pass, step, states);
            return;
        }

        loops.Enter(pass, step, own, states);
        RunLayers(pass, step, states);
        loops.Leave(pass, states);
        loops.PutBack(own, states);
    }

    private void RunLayers(PassRows pass, StepTensors step, Tensor own)
    {
        var stage = model.Spec.Layout.Stages[pass.Stage];
        for (int inStage = 0; inStage < stage.LayerCount; inStage++)
        {
            var layer = model.Layer(stage.FirstLayer + inStage, pass.Loop);
            if (pass.OnlyWritesCache)
            {
                layers.StoreKeys(layer, inStage, step, pass, own);
                continue;
            }

            layers.Run(layer, inStage, step, pass, own);
            LayerRows += pass.RowCount;
        }
    }
}
