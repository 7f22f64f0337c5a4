using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>The trained classifiers of a model's exits on the device, in single precision, the final norm's gain taken into their weights.</summary>
internal sealed class ExitClassifiers : IDisposable
{
    private readonly Dictionary<int, (Tensor Weight, Tensor Bias)> _exits = []; // by passes; [1, hidden] and [1]
    private readonly bool _norms;
    private readonly double _epsilon;

    /// <summary>Copies the weights.</summary>
    /// <param name="spec">The model; it has a classifier.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="device">Where they go.</param>
    public ExitClassifiers(ModelSpec spec, DecoderWeights weights, Device device)
    {
        (_norms, _epsilon) = (spec.NormsBeforeHead, spec.NormEpsilon);
        using var scope = NewDisposeScope();
        foreach (int exit in spec.ClassifierExits)
        {
            var classifier = weights.ExitClassifiers[exit];
            var weight = tensor(classifier.WithGain(_norms ? weights.FinalNorm : null), 1, spec.HiddenSize).to(device);
            _exits.Add(exit, (weight.DetachFromDisposeScope(), tensor([classifier.BiasValue()]).to(device).DetachFromDisposeScope()));
        }
    }

    /// <summary>The probability that rows agree with full depth, [rows], 0 to 1.</summary>
    /// <param name="exit">Passes before the exit, which has a classifier.</param>
    /// <param name="states">The rows' states after them, [rows, hidden].</param>
    /// <param name="scripts">The scripts.</param>
    public Tensor Probability(int exit, Tensor states, jit.CompilationUnit scripts)
        => (Tensor)scripts.invoke("classifier", states, _exits[exit].Weight, _exits[exit].Bias, _norms, _epsilon);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (weight, bias) in _exits.Values)
        {
            weight.Dispose();
            bias.Dispose();
        }
    }
}
