using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Testing.Models;

/// <summary>The specification of a decoder as a program: double precision, no cache, no batch, no speed. For one thread.</summary>
public sealed class ReferenceModel(ModelSpec spec, DecoderWeights weights)
{
    private readonly Dictionary<WeightTensor, double[][]> _rows = [];

    /// <summary>The model's mathematics.</summary>
    public ModelSpec Spec { get; } = spec;

    /// <summary>The residual stream of every token after some passes.</summary>
    /// <param name="tokens">The text so far, from position 0.</param>
    /// <param name="passCount">Passes to run; null for full depth, 0 for the embedding.</param>
    /// <returns>[tokens][hidden]</returns>
    public double[][] Hidden(ReadOnlySpan<int> tokens, int? passCount = null)
    {
        double[][] hidden = new double[tokens.Length][];
        for (int position = 0; position < tokens.Length; position++)
        {
            hidden[position] = [.. Rows(weights.Embedding)[tokens[position]]];
        }

        foreach (var pass in Spec.Layout.Passes[..(passCount ?? Spec.Layout.PassCount)])
        {
            var stage = Spec.Layout.Stages[pass.StageIndex];
            for (int layer = stage.FirstLayer; layer < stage.FirstLayer + stage.LayerCount; layer++)
            {
                Attend(hidden, Spec.Layers[layer], weights.Layers[layer]);
                FeedForward(hidden, weights.Layers[layer]);
            }
        }

        return hidden;
    }

    /// <summary>Final norm and head of one state.</summary>
    /// <param name="hidden">[hidden]</param>
    /// <returns>[vocabulary]</returns>
    public double[] Logits(double[] hidden) => Linear(weights.Head, null, Norm(weights.FinalNorm, hidden));

    /// <summary>Logits of the token after the last, leaving after some passes.</summary>
    public double[] NextLogits(ReadOnlySpan<int> tokens, int? passCount = null) => Logits(Hidden(tokens, passCount)[^1]);

    private void Attend(double[][] hidden, LayerSpec layer, LayerWeights layerWeights)
    {
        double[][] normed = [.. hidden.Select(state => Norm(layerWeights.AttentionNorm, state))];
        // [positions][heads * head dim], keys and values [positions][kv heads * head dim]
        double[][] queries = [.. normed.Select((state, position) => Heads(layerWeights.Query, layerWeights.QueryBias, layerWeights.QueryNorm, state, layer, position))];
        double[][] keys = [.. normed.Select((state, position) => Heads(layerWeights.Key, layerWeights.KeyBias, layerWeights.KeyNorm, state, layer, position))];
        double[][] values = [.. normed.Select(state => Linear(layerWeights.Value, layerWeights.ValueBias, state))];
        for (int position = 0; position < hidden.Length; position++)
        {
            double[] mixed = new double[Spec.HeadCount * Spec.HeadDim];
            int firstSeen = Math.Max(0, position - (layer.AttentionWindow ?? int.MaxValue) + 1);
            for (int head = 0; head < Spec.HeadCount; head++)
            {
                AttendHead(head, queries[position], keys.AsSpan(firstSeen..(position + 1)), values.AsSpan(firstSeen..(position + 1)), mixed);
            }

            Add(hidden[position], Linear(layerWeights.Output, layerWeights.OutputBias, mixed));
        }
    }

    private void AttendHead(int head, double[] queries, ReadOnlySpan<double[]> keys, ReadOnlySpan<double[]> values, double[] mixed)
    {
        var own = new Range(head * Spec.HeadDim, (head + 1) * Spec.HeadDim);
        int kvHead = head / (Spec.HeadCount / Spec.KvHeadCount);
        var shared = new Range(kvHead * Spec.HeadDim, (kvHead + 1) * Spec.HeadDim);
        double[] scores = new double[keys.Length];
        for (int seen = 0; seen < keys.Length; seen++)
        {
            scores[seen] = Dot(queries.AsSpan(own), keys[seen].AsSpan(shared)) / Math.Sqrt(Spec.HeadDim);
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

    private void FeedForward(double[][] hidden, LayerWeights layerWeights)
    {
        foreach (double[] state in hidden)
        {
            double[] normed = Norm(layerWeights.FeedForwardNorm, state);
            double[] gate = Linear(layerWeights.Gate, layerWeights.GateBias, normed);
            double[] up = Linear(layerWeights.Up, layerWeights.UpBias, normed);
            Add(state, Linear(layerWeights.Down, layerWeights.DownBias, [.. gate.Zip(up, (g, u) => Activate(g) * u)]));
        }
    }

    private double Activate(double value) => Spec.Activation switch
    {
        Activation.Silu => value / (1 + Math.Exp(-value)),
        _ => 0.5 * value * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + (0.044715 * value * value * value)))),
    };

    // Projection, norm per head where the model has one, rotation by position where the layer has it.
    private double[] Heads(WeightTensor weight, WeightTensor? bias, WeightTensor? norm, double[] state, LayerSpec layer, int position)
        => [.. Linear(weight, bias, state).Chunk(Spec.HeadDim).SelectMany(head =>
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

    private double[] Norm(WeightTensor gain, double[] state)
    {
        double scale = 1 / Math.Sqrt((Dot(state, state) / state.Length) + Spec.NormEpsilon);
        return [.. state.Zip(Rows(gain), (value, gainRow) => value * scale * gainRow[0])];
    }

    private double[] Linear(WeightTensor weight, WeightTensor? bias, double[] inputs)
        => [.. Rows(weight).Select((row, output) => Dot(row, inputs) + (bias is null ? 0 : Rows(bias)[output][0]))];

    private static void Add(double[] state, double[] change)
    {
        for (int i = 0; i < state.Length; i++)
        {
            state[i] += change[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private double[][] Rows(WeightTensor tensor)
    {
        if (!_rows.TryGetValue(tensor, out double[][]? rows))
        {
            float[] row = new float[tensor.RowLength];
            rows = new double[tensor.RowCount][];
            for (int i = 0; i < rows.Length; i++)
            {
                tensor.CopyRowTo(i, row);
                rows[i] = [.. row];
            }

            _rows.Add(tensor, rows);
        }

        return rows;
    }
}
