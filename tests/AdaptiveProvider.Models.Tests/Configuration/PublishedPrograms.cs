using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Looped models as their papers state them, over stored tensors by name: single texts, double precision, nothing shared with the readers.</summary>
internal sealed class PublishedPrograms(Checkpoint checkpoint, int heads, int kvHeads, double theta, double epsilon)
{
    /// <summary>Ouro: the state after each loop, [loops][tokens][hidden].</summary>
    public List<double[][]> Ouro(int[] tokens, int layers, int loops)
    {
        double[][] h = [.. tokens.Select(token => Row("model.embed_tokens.weight", token))];
        List<double[][]> states = [];
        for (int loop = 0; loop < loops; loop++)
        {
            for (int layer = 0; layer < layers; layer++)
            {
                string name = $"model.layers.{layer}.";
                double[][] normed = Norm(name + "input_layernorm.weight", h);
                double[][] mixed = Attend(
                    Linear(name + "self_attn.q_proj.weight", normed), Linear(name + "self_attn.k_proj.weight", normed), Linear(name + "self_attn.v_proj.weight", normed), pairs: false);
                h = Add(h, Norm(name + "input_layernorm_2.weight", Linear(name + "self_attn.o_proj.weight", mixed)));
                normed = Norm(name + "post_attention_layernorm.weight", h);
                double[][] gated = Gate(Linear(name + "mlp.gate_proj.weight", normed), Linear(name + "mlp.up_proj.weight", normed));
                h = Add(h, Norm(name + "post_attention_layernorm_2.weight", Linear(name + "mlp.down_proj.weight", gated)));
            }

            h = Norm("model.norm.weight", h);
            states.Add(h);
        }

        return states;
    }

    /// <summary>Huginn: the normed state that the head reads, [tokens][hidden].</summary>
    public double[][] Huginn(int[] tokens, double[][] start, double scale, int core, int loops)
    {
        double[][] e = [.. tokens.Select(token => Row("transformer.wte.weight", token).Select(value => value * scale).ToArray())];
        e = Block("transformer.prelude.0.", e);
        double[][] s = start;
        for (int loop = 0; loop < loops; loop++)
        {
            s = Linear("transformer.adapter.weight", [.. s.Zip(e, (own, given) => own.Concat(given).ToArray())]);
            for (int layer = 0; layer < core; layer++)
            {
                s = Block($"transformer.core_block.{layer}.", s);
            }
        }

        s = Norm("transformer.ln_f.weight", s);
        return Norm("transformer.ln_f.weight", Block("transformer.coda.0.", s));
    }

    /// <summary>weight * x for every token.</summary>
    public double[][] Linear(string name, double[][] x)
    {
        var weight = checkpoint.Get(name);
        double[][] rows = [.. Enumerable.Range(0, weight.RowCount).Select(row => Row(name, row))];
        return [.. x.Select(inputs => rows.Select(row => row.Zip(inputs, (a, b) => a * b).Sum()).ToArray())];
    }

    private double[][] Block(string name, double[][] x)
    {
        double[][] fused = Linear(name + "attn.Wqkv.weight", Norm(name + "norm_1.weight", x));
        int hidden = x[0].Length;
        double[] bias = checkpoint.Contains(name + "attn.qk_bias") ? [.. Row(name + "attn.qk_bias", 0), .. Row(name + "attn.qk_bias", 1)] : new double[2 * hidden];
        double[][] q = [.. fused.Select(row => row[..hidden].Zip(bias[..hidden], (a, b) => a + b).ToArray())];
        double[][] k = [.. fused.Select(row => row[hidden..(2 * hidden)].Zip(bias[hidden..], (a, b) => a + b).ToArray())];
        double[][] mixed = Attend(q, k, [.. fused.Select(row => row[(2 * hidden)..])], pairs: true);
        x = Norm(name + "norm_2.weight", Add(Linear(name + "attn.proj.weight", mixed), x));
        double[][] wide = Linear(name + "mlp.fc.weight", Norm(name + "norm_3.weight", x));
        int width = wide[0].Length / 2;
        double[][] gated = Gate([.. wide.Select(row => row[..width])], [.. wide.Select(row => row[width..])]);
        return Norm(name + "norm_4.weight", Add(Linear(name + "mlp.proj.weight", gated), x));
    }

    private double[][] Attend(double[][] q, double[][] k, double[][] v, bool pairs)
    {
        int dim = q[0].Length / heads;
        return [.. q.Select((query, position) => Enumerable.Range(0, heads).SelectMany(head =>
        {
            int shared = head / (heads / kvHeads);
            double[] turned = Rotate(query[(head * dim)..((head + 1) * dim)], position, pairs);
            double[] scores = [.. Enumerable.Range(0, position + 1).Select(other =>
                Math.Exp(Rotate(k[other][(shared * dim)..((shared + 1) * dim)], other, pairs).Zip(turned, (a, b) => a * b).Sum() / Math.Sqrt(dim)))];
            return Enumerable.Range(0, dim).Select(i => Enumerable.Range(0, position + 1).Sum(other => scores[other] * v[other][(shared * dim) + i]) / scores.Sum());
        }).ToArray())];
    }

    // Neighbouring dimensions turn together, or dimension i with i + dim / 2.
    private double[] Rotate(double[] head, int position, bool pairs)
    {
        int half = head.Length / 2;
        double[] turned = new double[head.Length];
        for (int i = 0; i < half; i++)
        {
            var (first, second) = pairs ? (2 * i, (2 * i) + 1) : (i, i + half);
            var (sine, cosine) = Math.SinCos(position * Math.Pow(theta, -2d * i / head.Length));
            (turned[first], turned[second]) = ((head[first] * cosine) - (head[second] * sine), (head[second] * cosine) + (head[first] * sine));
        }

        return turned;
    }

    private double[][] Norm(string name, double[][] x)
    {
        var gain = checkpoint.Get(name);
        return [.. x.Select(row => row.Select((value, i) => value / Math.Sqrt(row.Average(each => each * each) + epsilon) * Row(gain.Name, i)[0]).ToArray())];
    }

    private double[] Row(string name, int row)
    {
        var tensor = checkpoint.Get(name);
        float[] values = new float[tensor.RowLength];
        tensor.CopyRowTo(row, values);
        return [.. values];
    }

    private static double[][] Gate(double[][] gate, double[][] up) => [.. gate.Zip(up, (g, u) => g.Zip(u, (a, b) => a / (1 + Math.Exp(-a)) * b).ToArray())];

    private static double[][] Add(double[][] left, double[][] right) => [.. left.Zip(right, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];
}
