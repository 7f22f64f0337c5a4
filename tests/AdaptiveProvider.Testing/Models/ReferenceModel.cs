using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The specification of a decoder as a program: double precision, no cache, no batch, no speed. For one thread.</summary>
public sealed class ReferenceModel
{
    private readonly DecoderWeights _weights;
    private readonly ReferenceAlgebra _algebra;
    private readonly ReferenceLoops _loops;

    /// <summary>A model and its weights.</summary>
    public ReferenceModel(ModelSpec spec, DecoderWeights weights)
    {
        (Spec, _weights, _algebra) = (spec, weights, new ReferenceAlgebra());
        _loops = new ReferenceLoops(spec, weights, _algebra);
    }

    /// <summary>The model's mathematics.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Every token through some passes.</summary>
    /// <param name="tokens">The text so far, from position 0.</param>
    /// <param name="passCount">Passes to run; null for full depth, 0 for the embedding. A stage whose router chooses the depth at once runs whole or not at all.</param>
    /// <param name="routerThreshold">What a router's score must exceed; null is the model's own.</param>
    /// <param name="runsTail">True to run the layout's tail after them.</param>
    public ReferenceRun Run(ReadOnlySpan<int> tokens, int? passCount = null, double? routerThreshold = null, bool runsTail = false)
    {
        var run = Embed(tokens);
        int end = passCount ?? Spec.Layout.PassCount;
        foreach (var pass in Spec.Layout.Passes.Where(pass => pass.Index < end || (runsTail && pass.Index >= Spec.Layout.TailPass)))
        {
            if (Spec.Router is { } router && router.Stage == pass.StageIndex)
            {
                if (pass.Loop == 0)
                {
                    int loops = Math.Min(Spec.Layout.Stages[pass.StageIndex].Loops, end - pass.Index);
                    new ReferenceRouter(router, _weights.Router!, _algebra).Run(run, loops, routerThreshold, (loop, states, active) => RunLoop(run, pass.StageIndex, loop, states, active));
                }
            }
            else
            {
                RunPass(run, pass, [.. Enumerable.Range(0, tokens.Length)]);
            }
        }

        return run;
    }

    /// <summary>Every token through passes of its own; in the others its state stays. A router of expert choice decides nothing.</summary>
    /// <param name="tokens">The text so far, from position 0.</param>
    /// <param name="passCounts">Passes of each token.</param>
    /// <param name="copies">True when a state that stays gives the keys and values (CALM's state copying); false when others do not see it (Mixture-of-Recursions).</param>
    /// <param name="runsTail">True to run the layout's tail with every token.</param>
    public ReferenceRun RunExits(ReadOnlySpan<int> tokens, int[] passCounts, bool copies = true, bool runsTail = false)
    {
        var run = Embed(tokens);
        foreach (var pass in Spec.Layout.Passes)
        {
            bool isTail = runsTail && pass.Index >= Spec.Layout.TailPass;
            var positions = Enumerable.Range(0, passCounts.Length).ToLookup(position => isTail || passCounts[position] > pass.Index);
            List<int> active = [.. positions[true]], copied = copies ? [.. positions[false]] : [];
            if (Spec.Router is { } router && router.Stage == pass.StageIndex)
            {
                new ReferenceRouter(router, _weights.Router!, _algebra).RunLoop(run, pass.Loop, active, (loop, states, taking) => RunLoop(run, pass.StageIndex, loop, states, taking, copied));
            }
            else
            {
                RunPass(run, pass, active, copied);
            }
        }

        return run;
    }

    /// <summary>The score, 0 to 1, by which a router of expert choice decides about a loop after the first.</summary>
    public double RouterScore(int loop, double[] state) => new ReferenceRouter(Spec.Router!, _weights.Router!, _algebra).DecidingScore(loop, state);

    /// <summary>The residual stream of every token after some passes.</summary>
    /// <returns>[tokens][hidden]</returns>
    public double[][] Hidden(ReadOnlySpan<int> tokens, int? passCount = null, double? routerThreshold = null) => Run(tokens, passCount, routerThreshold).Hidden;

    /// <summary>Final norm and head of one state.</summary>
    /// <param name="hidden">[hidden]</param>
    /// <returns>[vocabulary]</returns>
    public double[] Logits(double[] hidden) => _algebra.Linear(_weights.Head, Spec.NormsBeforeHead ? Norm(_weights.FinalNorm, hidden) : hidden);

    /// <summary>The gate's hazard of leaving with a state.</summary>
    /// <param name="hidden">[hidden]</param>
    public double Hazard(double[] hidden) => _loops.Hazard(hidden);

    /// <summary>The probability, by the classifier of an exit, that a state's token is full depth's.</summary>
    /// <param name="exit">Passes before the exit.</param>
    /// <param name="hidden">[hidden]</param>
    public double ClassifierProbability(int exit, double[] hidden)
    {
        var (weight, bias) = _weights.ExitClassifiers[exit];
        return 1 / (1 + Math.Exp(-_algebra.Linear(weight, Spec.NormsBeforeHead ? Norm(_weights.FinalNorm, hidden) : hidden, bias)[0]));
    }

    /// <summary>Logits of the token after the last, leaving after some passes.</summary>
    public double[] NextLogits(ReadOnlySpan<int> tokens, int? passCount = null, double? routerThreshold = null) => Logits(Hidden(tokens, passCount, routerThreshold)[^1]);

    private ReferenceRun Embed(ReadOnlySpan<int> tokens)
    {
        double[][] hidden = new double[tokens.Length][];
        for (int position = 0; position < tokens.Length; position++)
        {
            hidden[position] = [.. _algebra.Rows(_weights.Embedding)[tokens[position]].Select(value => value * Spec.EmbeddingScale)];
        }

        return new ReferenceRun(hidden);
    }

    private void RunPass(ReferenceRun run, DepthPass pass, List<int> active, List<int>? copied = null)
    {
        _loops.Enter(run, pass, active);
        RunLoop(run, pass.StageIndex, pass.Loop, run.Hidden, active, copied);
        _loops.Leave(run, pass, active);
    }

    // Only the active positions run; the states of others stay, and only copied ones are seen by the active.
    private void RunLoop(ReferenceRun run, int stageIndex, int loop, double[][] states, List<int> active, List<int>? copied = null)
    {
        var stage = Spec.Layout.Stages[stageIndex];
        for (int layer = stage.FirstLayer; layer < stage.FirstLayer + stage.LayerCount; layer++)
        {
            var layerWeights = _weights.LayerAt(layer, loop);
            var (keys, values) = KeysAndValues(states, [.. active, .. copied ?? []], Spec.Layers[layer], layerWeights);
            if (stage.KvPolicy == KvPolicy.SharedFirst)
            {
                (keys, values) = loop == 0 ? run.Shared[layer] = (keys, values) : run.Shared[layer];
            }

            foreach (int position in active)
            {
                Attend(states[position], position, Spec.Layers[layer], layerWeights, keys, values);
                FeedForward(states[position], Spec.Layers[layer], layerWeights);
                run.Layers[position]++;
            }
        }
    }

    // [positions][kv heads * head dim], null for positions that do not run.
    private (double[]?[] Keys, double[]?[] Values) KeysAndValues(double[][] states, List<int> active, LayerSpec layer, LayerWeights layerWeights)
    {
        double[]?[] keys = new double[states.Length][], values = new double[states.Length][];
        foreach (int position in active)
        {
            double[] normed = Norm(layerWeights.AttentionNorm, states[position]);
            keys[position] = Heads(_algebra.Linear(layerWeights.Key, normed, layerWeights.KeyBias, layerWeights.Adapters?.Key), layerWeights.KeyNorm, layer, position);
            values[position] = _algebra.Linear(layerWeights.Value, normed, layerWeights.ValueBias, layerWeights.Adapters?.Value);
        }

        return (keys, values);
    }

    private void Attend(double[] state, int position, LayerSpec layer, LayerWeights layerWeights, double[]?[] keys, double[]?[] values)
    {
        double[] normed = Norm(layerWeights.AttentionNorm, state);
        double[] queries = Heads(_algebra.Linear(layerWeights.Query, normed, layerWeights.QueryBias, layerWeights.Adapters?.Query), layerWeights.QueryNorm, layer, position);
        double[] mixed = new double[Spec.HeadCount * Spec.HeadDim];
        int firstSeen = Math.Max(0, position - (layer.AttentionWindow ?? int.MaxValue) + 1);
        int[] seen = [.. Enumerable.Range(firstSeen, position + 1 - firstSeen).Where(other => keys[other] is not null)];
        for (int head = 0; head < Spec.HeadCount; head++)
        {
            AttendHead(head, queries, [.. seen.Select(other => keys[other]!)], [.. seen.Select(other => values[other]!)], mixed);
        }

        AddBranch(state, _algebra.Linear(layerWeights.Output, mixed, layerWeights.OutputBias, layerWeights.Adapters?.Output), layer.Norms, layerWeights.AttentionOutputNorm);
    }

    private void AttendHead(int head, double[] queries, double[][] keys, double[][] values, double[] mixed)
    {
        var own = new Range(head * Spec.HeadDim, (head + 1) * Spec.HeadDim);
        int kvHead = head / (Spec.HeadCount / Spec.KvHeadCount);
        var shared = new Range(kvHead * Spec.HeadDim, (kvHead + 1) * Spec.HeadDim);
        double[] scores = new double[keys.Length];
        for (int seen = 0; seen < keys.Length; seen++)
        {
            scores[seen] = ReferenceAlgebra.Dot(queries.AsSpan(own), keys[seen].AsSpan(shared)) / Math.Sqrt(Spec.HeadDim);
        }

        double highest = scores.Max();
        double[] shares = [.. scores.Select(score => Math.Exp(score - highest))];
        double total = shares.Sum();
        for (int seen = 0; seen < values.Length; seen++)
        {
            for (int i = 0; i < Spec.HeadDim; i++)
            {
                mixed[(head * Spec.HeadDim) + i] += shares[seen] / total * values[seen][(kvHead * Spec.HeadDim) + i];
            }
        }
    }

    private void FeedForward(double[] state, LayerSpec layer, LayerWeights layerWeights)
    {
        double[] normed = Norm(layerWeights.FeedForwardNorm, state);
        double[] gate = _algebra.Linear(layerWeights.Gate, normed, layerWeights.GateBias, layerWeights.Adapters?.Gate);
        double[] up = _algebra.Linear(layerWeights.Up, normed, layerWeights.UpBias, layerWeights.Adapters?.Up);
        double[] gated = [.. gate.Zip(up, (g, u) => Activate(g) * u)];
        AddBranch(state, _algebra.Linear(layerWeights.Down, gated, layerWeights.DownBias, layerWeights.Adapters?.Down), layer.Norms, layerWeights.FeedForwardOutputNorm);
    }

    private void AddBranch(double[] state, double[] branch, NormPlacement norms, WeightTensor? gain)
    {
        ReferenceAlgebra.Add(state, norms == NormPlacement.AroundBranch ? Norm(gain!, branch) : branch);
        if (norms == NormPlacement.AfterSum)
        {
            Norm(gain!, state).CopyTo(state, 0);
        }
    }

    private double Activate(double value) => Spec.Activation switch
    {
        Activation.Silu => value / (1 + Math.Exp(-value)),
        _ => 0.5 * value * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + (0.044715 * value * value * value)))),
    };

    // Norm per head where the model has one, rotation by position where the layer has it.
    private double[] Heads(double[] projection, WeightTensor? norm, LayerSpec layer, int position)
        => [.. projection.Chunk(Spec.HeadDim).SelectMany(head =>
        {
            double[] normed = norm is null ? head : Norm(norm, head);
            return layer.UsesRotary ? Rotate(normed, position) : normed;
        })];

    private double[] Rotate(double[] head, int position)
    {
        int half = Spec.HeadDim / 2;
        double[] rotated = new double[Spec.HeadDim];
        for (int pair = 0; pair < half; pair++)
        {
            var (sine, cosine) = Math.SinCos(position * (double)Spec.RotaryFrequencies[pair]);
            rotated[pair] = ((head[pair] * cosine) - (head[pair + half] * sine)) * Spec.RotaryScale;
            rotated[pair + half] = ((head[pair + half] * cosine) + (head[pair] * sine)) * Spec.RotaryScale;
        }

        return rotated;
    }

    private double[] Norm(WeightTensor gain, double[] state) => _algebra.Norm(gain, state, Spec.NormEpsilon);
}
