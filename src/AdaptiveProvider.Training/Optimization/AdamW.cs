using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Optimization;

/// <summary>AdamW (Loshchilov and Hutter 2019) over the parameters' gradients.</summary>
internal sealed class AdamW : IDisposable
{
    private readonly ModelParameters _parameters;
    private readonly AdamWOptions _options;
    private readonly Dictionary<string, (Tensor First, Tensor Second)> _moments = [];

    public AdamW(ModelParameters parameters, AdamWOptions options)
    {
        (_parameters, _options) = (parameters, options);
        foreach (string name in parameters.Names.Where(ModelParameters.IsTrained))
        {
            _moments.Add(name, (zeros_like(parameters[name]).DetachFromDisposeScope(), zeros_like(parameters[name]).DetachFromDisposeScope()));
        }
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>Both moments of every parameter by name, for checkpoints.</summary>
    public IEnumerable<(string Name, Tensor First, Tensor Second)> Moments => _moments.Select(pair => (pair.Key, pair.Value.First, pair.Value.Second));

    /// <summary>Scales the gradients so that their common norm is at most this.</summary>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double normMax)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var gradients = Gradients().Select(pair => pair.Gradient).ToArray();
        if (gradients.Length == 0)
        {
            return 0;
        }

        double norm = Math.Sqrt(stack([.. gradients.Select(gradient => gradient.square().sum())]).sum().ToDouble());
        if (norm > normMax)
        {
            foreach (var gradient in gradients)
            {
                gradient.mul_(normMax / norm);
            }
        }

        return norm;
    }

    /// <summary>Moves every parameter and forgets the gradients.</summary>
    /// <param name="learningRate">The step size.</param>
    public void Step(double learningRate)
    {
        using var _ = no_grad();
        Steps++;
        double correction1 = 1 - Math.Pow(_options.Beta1, Steps), correction2 = 1 - Math.Pow(_options.Beta2, Steps);
        foreach (var (name, gradient) in Gradients())
        {
            using var scope = NewDisposeScope();
            var parameter = _parameters[name];
            var (first, second) = _moments[name];
            first.mul_(_options.Beta1).add_(gradient, 1 - _options.Beta1);
            second.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
            double rate = learningRate * _options.RateFactor(name);
            if (parameter.dim() > 1)
            {
                parameter.mul_(1 - (rate * _options.WeightDecay)); // norm gains do not decay
            }

            parameter.addcdiv_(first, (second / correction2).sqrt_().add_(_options.Epsilon), -rate / correction1);
            gradient.zero_();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (first, second) in _moments.Values)
        {
            first.Dispose();
            second.Dispose();
        }
    }

    private IEnumerable<(string Name, Tensor Gradient)> Gradients()
    {
        foreach (string name in _moments.Keys)
        {
            if (_parameters[name].grad is { } gradient)
            {
                yield return (name, gradient);
            }
        }
    }
}
