using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>The gate of a looped model: the hazard of leaving after a loop, from the state after it.</summary>
internal sealed unsafe class ExitGate : IDisposable
{
    private readonly AlignedMemory _weights; // [hidden]
    private readonly VectorMath _math;
    private readonly float _bias;
    private readonly int _hiddenSize;

    /// <summary>Copies the weights.</summary>
    public ExitGate(LoopWeights weights, VectorMath math)
    {
        (_math, _hiddenSize) = (math, weights.Gate!.RowLength);
        _weights = new AlignedMemory((long)_hiddenSize * sizeof(float));
        weights.Gate.CopyRowTo(0, new Span<float>(_weights.Data, _hiddenSize));
        weights.GateBias?.CopyRowTo(0, new Span<float>(ref _bias));
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _weights.Bytes;

    /// <summary>sigmoid(w · state + b), 0 to 1.</summary>
    /// <param name="state">[hidden]</param>
    public float Hazard(float* state) => 1 / (1 + MathF.Exp(-(_math.Dot((float*)_weights.Data, state, _hiddenSize) + _bias)));

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();
}
