using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Routing;

/// <summary>A router's score function in single precision, whatever the other weights are kept in: a rounded score may turn a decision.</summary>
internal sealed unsafe class ScoreFunction : IDisposable
{
    private readonly VectorMath _math;
    private readonly AlignedMemory _first;
    private readonly AlignedMemory? _second;
    private readonly int _hidden;
    private readonly int _outputs;

    /// <summary>Copies the weights, whose shapes were checked.</summary>
    public ScoreFunction(ScoreWeights weights, VectorMath math)
    {
        _math = math;
        (_hidden, _outputs) = (weights.First.RowLength, weights.Outputs);
        InnerSize = weights.Second is null ? 0 : weights.First.RowCount;
        _first = Load(weights.First);
        _second = weights.Second is null ? null : Load(weights.Second);
    }

    /// <summary>Width between the two layers; 0 for a linear function.</summary>
    public int InnerSize { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _first.Bytes + (_second?.Bytes ?? 0);

    /// <summary>Scores a state.</summary>
    /// <param name="state">[hidden]</param>
    /// <param name="inner">Scratch, [inner size].</param>
    /// <param name="scores">Receives the scores, [outputs].</param>
    public void Score(float* state, float* inner, Span<double> scores)
    {
        if (_second is null)
        {
            Multiply(_first, state, _hidden, scores);
            return;
        }

        for (int i = 0; i < InnerSize; i++)
        {
            inner[i] = Gelu(_math.Dot(state, (float*)_first.Data + ((long)i * _hidden), _hidden));
        }

        Multiply(_second, inner, InnerSize, scores);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _second?.Dispose();
    }

    private void Multiply(AlignedMemory weights, float* input, int width, Span<double> scores)
    {
        for (int output = 0; output < _outputs; output++)
        {
            scores[output] = _math.Dot(input, (float*)weights.Data + ((long)output * width), width);
        }
    }

    // x / 2 * (1 + erf(x / sqrt 2)), the error function by Abramowitz and Stegun, 7.1.26: absolute error below 1.5e-7.
    private static float Gelu(float value)
    {
        double x = Math.Abs(value) / Math.Sqrt(2), t = 1 / (1 + (0.3275911 * x));
        double tail = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-x * x);
        return (float)(value * 0.5 * (value < 0 ? tail : 2 - tail));
    }

    private static AlignedMemory Load(WeightTensor tensor)
    {
        var memory = new AlignedMemory(tensor.ElementCount * sizeof(float));
        for (int row = 0; row < tensor.RowCount; row++)
        {
            tensor.CopyRowTo(row, new Span<float>((float*)memory.Data + ((long)row * tensor.RowLength), tensor.RowLength));
        }

        return memory;
    }
}
