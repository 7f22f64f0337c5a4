using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Routing;

/// <summary>A router's decisions about single rows; what they mean is in <see cref="RouterSpec"/>. Workers may ask at the same time.</summary>
internal sealed unsafe class PackedRouter : IDisposable
{
    private readonly ScoreFunction[] _scores;
    private readonly ScoreFunction[] _auxiliary;
    private readonly float[] _bias; // [loops], zero without
    private readonly int _loops;
    private readonly int _innerStride;
    private readonly AlignedMemory _inner; // [workers, inner size]

    /// <summary>Copies the weights, whose shapes were checked.</summary>
    public PackedRouter(RouterSpec spec, RouterWeights weights, VectorMath math, int workers)
    {
        Spec = spec;
        _scores = [.. weights.Scores.Select(function => new ScoreFunction(function, math))];
        _auxiliary = [.. weights.Auxiliary.Select(function => new ScoreFunction(function, math))];
        _loops = spec.Kind == RouterKind.TokenChoice ? weights.Scores[0].Outputs : weights.Scores.Length;
        _bias = new float[_loops];
        weights.Bias?.CopyTo(_bias);
        _innerStride = _scores.Concat(_auxiliary).Max(function => function.InnerSize);
        _inner = new AlignedMemory((long)workers * _innerStride * sizeof(float));
    }

    /// <summary>What the router means.</summary>
    public RouterSpec Spec { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _inner.Bytes + _scores.Concat(_auxiliary).Sum(function => function.Bytes);

    /// <summary>Expert choice: whether a row that took every loop before takes this one.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="threshold">What the score must exceed; not-a-number is the model's own.</param>
    /// <param name="state">The row's state before the loop, [hidden].</param>
    /// <param name="gate">The weight of the loop's output.</param>
    public bool TakesLoop(int worker, int loop, float threshold, float* state, out float gate)
    {
        Span<double> score = [0];
        threshold = float.IsNaN(threshold) ? Spec.Threshold : threshold;
        bool isFree = loop == 0 || threshold <= 0;
        if (Spec.HasAuxiliary && !isFree && !(DecidingScore(worker, loop, state) > threshold))
        {
            gate = 0;
            return false;
        }

        _scores[loop].Score(state, Inner(worker), score);
        gate = (float)(Spec.Offset + (Spec.Scale * Sigmoid(score[0] / Spec.Temperature)));
        return isFree || Spec.HasAuxiliary || (float)Sigmoid(score[0]) > threshold;
    }

    /// <summary>Expert choice: the score, 0 to 1, that a row takes a loop with when it exceeds the threshold.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="loop">The loop, from 1.</param>
    /// <param name="state">The row's state before the loop, [hidden].</param>
    public float DecidingScore(int worker, int loop, float* state)
    {
        Span<double> score = [0];
        (Spec.HasAuxiliary ? _auxiliary[loop - 1] : _scores[loop]).Score(state, Inner(worker), score);
        return (float)Sigmoid(score[0]);
    }

    /// <summary>Token choice: the last loop that a row takes.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="state">The row's state before the first loop, [hidden].</param>
    /// <param name="gate">The weight of the last loop's output.</param>
    public int LastLoop(int worker, float* state, out float gate)
    {
        Span<double> weights = stackalloc double[_loops];
        _scores[0].Score(state, Inner(worker), weights);
        Weigh(weights);
        int last = 0;
        for (int loop = 1; loop < weights.Length; loop++)
        {
            last = weights[loop] + _bias[loop] > weights[last] + _bias[last] ? loop : last;
        }

        gate = (float)weights[last];
        return last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var function in _scores.Concat(_auxiliary))
        {
            function.Dispose();
        }

        _inner.Dispose();
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    private float* Inner(int worker) => (float*)_inner.Data + ((long)worker * _innerStride);

    // Scores to weights, in place.
    private void Weigh(Span<double> scores)
    {
        double highest = double.NegativeInfinity, total = 0;
        foreach (double score in scores)
        {
            highest = Math.Max(highest, score / Spec.Temperature);
        }

        foreach (ref double score in scores)
        {
            score /= Spec.Temperature;
            score = Spec.Activation == RouterActivation.Softmax ? Math.Exp(score - highest) : Sigmoid(score);
            total += score;
        }

        foreach (ref double score in scores)
        {
            score *= Spec.Activation == RouterActivation.Softmax ? Spec.Scale / total : Spec.Scale;
        }
    }
}
