using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The specification of what a looped stage does around its layers, as a program.</summary>
internal sealed class ReferenceLoops(ModelSpec spec, DecoderWeights weights, ReferenceAlgebra algebra)
{
    /// <summary>Before the layers of a pass, for the positions that run them.</summary>
    public void Enter(ReferenceRun run, DepthPass pass, List<int> active)
    {
        if (spec.Loops is not { } loops)
        {
            return;
        }

        if (loops.NormsBeforeTail && pass.StageIndex == loops.Stage + 1 && pass.Loop == 0)
        {
            Norm(run, active);
        }

        if (loops.Start is { } start && pass.StageIndex == loops.Stage)
        {
            Inject(run, start, active, isFirst: pass.Loop == 0);
        }
    }

    /// <summary>After the layers of a pass, for the positions that ran them.</summary>
    public void Leave(ReferenceRun run, DepthPass pass, List<int> active)
    {
        if (spec.Loops is { NormsEveryLoop: true } loops && pass.StageIndex == loops.Stage)
        {
            Norm(run, active);
        }
    }

    /// <summary>sigmoid(w · h + b)</summary>
    public double Hazard(double[] hidden) => 1 / (1 + Math.Exp(-algebra.Linear(weights.Loops!.Gate!, hidden, weights.Loops.GateBias)[0]));

    private void Norm(ReferenceRun run, List<int> active)
    {
        foreach (int position in active)
        {
            algebra.Norm(weights.FinalNorm, run.Hidden[position], spec.NormEpsilon).CopyTo(run.Hidden[position], 0);
        }
    }

    private void Inject(ReferenceRun run, StartState start, List<int> active, bool isFirst)
    {
        if (isFirst)
        {
            run.Injected = [.. run.Hidden.Select(state => state.ToArray())];
        }

        foreach (int position in active)
        {
            float[] first = new float[spec.HiddenSize];
            start.Fill(position, first);
            double[] state = isFirst ? [.. first] : run.Hidden[position];
            algebra.Linear(weights.Loops!.Injection!, [.. state, .. run.Injected[position]]).CopyTo(run.Hidden[position], 0);
        }
    }
}
