using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>The trained classifiers of a model's exits, the final norm's gain taken into their weights.</summary>
internal sealed unsafe class ExitClassifiers : IDisposable
{
    private readonly AlignedMemory _weights; // [classifiers, hidden]
    private readonly float[] _biases; // [classifiers]
    private readonly int[] _places; // [passes + 1]: the classifier after so many passes, -1 for none
    private readonly VectorMath _math;
    private readonly int _hiddenSize;
    private readonly bool _norms;
    private readonly float _epsilon;

    /// <summary>Copies the weights.</summary>
    /// <param name="spec">The model; it has a classifier.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="math">Operations on rows.</param>
    public ExitClassifiers(ModelSpec spec, DecoderWeights weights, VectorMath math)
    {
        (_math, _hiddenSize, _norms, _epsilon) = (math, spec.HiddenSize, spec.NormsBeforeHead, spec.NormEpsilon);
        _biases = [.. spec.ClassifierExits.Select(exit => weights.ExitClassifiers[exit].BiasValue())];
        _places = [.. Enumerable.Range(0, spec.Layout.PassCount + 1).Select(exit => spec.ClassifierExits.IndexOf(exit))];
        _weights = new AlignedMemory((long)_biases.Length * _hiddenSize * sizeof(float));
        for (int place = 0; place < _biases.Length; place++)
        {
            weights.ExitClassifiers[spec.ClassifierExits[place]].WithGain(_norms ? weights.FinalNorm : null).CopyTo(new Span<float>(Weights(place), _hiddenSize));
        }
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _weights.Bytes;

    /// <summary>The probability that a row agrees with full depth, 0 to 1; not-a-number where the exit has no classifier.</summary>
    /// <param name="exit">Passes before the exit.</param>
    /// <param name="state">The row's state after them, [hidden].</param>
    public float Probability(int exit, float* state)
    {
        int place = _places[exit];
        if (place < 0)
        {
            return float.NaN;
        }

        float scale = _norms ? 1 / MathF.Sqrt((_math.Dot(state, state, _hiddenSize) / _hiddenSize) + _epsilon) : 1;
        return 1 / (1 + MathF.Exp(-((_math.Dot(Weights(place), state, _hiddenSize) * scale) + _biases[place])));
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private float* Weights(int place) => (float*)_weights.Data + ((long)place * _hiddenSize);
}
