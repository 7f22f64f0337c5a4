using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Optimization;

/// <summary>Moves the parameters along their gradients: AdamW (Loshchilov and Hutter 2019), and where asked Muon for the layers' matrices.</summary>
internal sealed class Optimizer : IDisposable
{
    private readonly ModelParameters _parameters;
    private readonly OptimizerOptions _options;
    private readonly Dictionary<string, Tensor> _first = [], _second = [];

    /// <summary>Begins with moments of zero.</summary>
    public Optimizer(ModelParameters parameters, OptimizerOptions options)
    {
        (_parameters, _options) = (parameters, options);
        foreach (string name in parameters.Names.Where(ModelParameters.IsTrained))
        {
            // From the start, so that a run that goes on treats parameters alike that have had a gradient before and that have not.
            using var gradient = zeros_like(parameters[name]);
            parameters[name].grad = gradient;
            _first.Add(name, zeros_like(parameters[name]).DetachFromDisposeScope());
            if (!IsMuon(name))
            {
                _second.Add(name, zeros_like(parameters[name]).DetachFromDisposeScope());
            }
        }
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The state by name, for checkpoints.</summary>
    public IEnumerable<(string Name, Tensor Values)> State
        => [.. _first.Select(pair => (pair.Key + ".first", pair.Value)), .. _second.Select(pair => (pair.Key + ".second", pair.Value))];

    /// <summary>Scales the gradients so that their common norm is at most this.</summary>
    /// <param name="normMax">The largest norm.</param>
    /// <param name="gradientScale">What the gradients were multiplied with; divided out.</param>
    /// <returns>The norm before, without that factor; no finite number when a gradient is none, and then nothing is scaled.</returns>
    public double ClipGradients(double normMax, double gradientScale = 1)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. Gradients().Select(pair => pair.Gradient)];
        double norm = Math.Sqrt(stack([.. gradients.Select(gradient => gradient.square().sum())]).sum(ScalarType.Float64).ToDouble()) / gradientScale;
        double factor = (norm > normMax ? normMax / norm : 1) / gradientScale;
        if (double.IsFinite(norm) && factor != 1)
        {
            foreach (var gradient in gradients)
            {
                gradient.mul_(factor);
            }
        }

        return norm;
    }

    /// <summary>Zeroes the gradients without moving anything.</summary>
    public void SkipStep()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (_, gradient) in Gradients())
        {
            gradient.zero_();
        }
    }

    /// <summary>Moves every parameter and zeroes the gradients.</summary>
    /// <param name="learningRate">The step size.</param>
    public void Step(double learningRate)
    {
        using var _ = no_grad();
        using var outer = NewDisposeScope();
        Steps++;
        foreach (var (name, gradient) in Gradients())
        {
            using var scope = NewDisposeScope();
            var parameter = _parameters[name];
            double rate = learningRate * _options.RateFactor(name);
            if (parameter.dim() > 1)
            {
                parameter.mul_(1 - (rate * _options.WeightDecay)); // norm gains do not decay
            }

            if (IsMuon(name))
            {
                var momentum = _first[name].mul_(_options.MuonMomentum).add_(gradient);
                parameter.add_(Muon.Direction(gradient + (momentum * _options.MuonMomentum)), -rate);
            }
            else
            {
                StepAdamW(name, parameter, gradient, rate);
            }

            gradient.zero_();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _first.Values.Concat(_second.Values))
        {
            tensor.Dispose();
        }
    }

    private void StepAdamW(string name, Tensor parameter, Tensor gradient, double rate)
    {
        double correction1 = 1 - Math.Pow(_options.Beta1, Steps), correction2 = 1 - Math.Pow(_options.Beta2, Steps);
        var (first, second) = (_first[name], _second[name]);
        first.mul_(_options.Beta1).add_(gradient, 1 - _options.Beta1);
        second.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
        parameter.addcdiv_(first, (second / correction2).sqrt_().add_(_options.Epsilon), -rate / correction1);
    }

    private bool IsMuon(string name)
        => _options.UseMuon && name.Contains(".layers.", StringComparison.Ordinal) && _parameters[name].dim() == 2 && !name.Contains("lora", StringComparison.Ordinal);

    private IEnumerable<(string Name, Tensor Gradient)> Gradients() => _first.Keys.Select(name => (name, _parameters[name].grad!));
}
