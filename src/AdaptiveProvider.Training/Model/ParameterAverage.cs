using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>The mean of models that one training came by: better than any of them (model soups, Wortsman et al. 2022).</summary>
public static class ParameterAverage
{
    /// <summary>Averages a model with others of its architecture, in place.</summary>
    /// <param name="parameters">Receives the mean.</param>
    /// <param name="others">The others.</param>
    /// <exception cref="TrainingException">A tensor is missing or has another shape.</exception>
    public static void Into(ModelParameters parameters, IReadOnlyCollection<ModelParameters> others)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(others);
        using var _ = no_grad();
        using var count = tensor(others.Count + 1f);
        foreach (string name in parameters.Names)
        {
            using var scope = NewDisposeScope();
            var sum = parameters[name].clone();
            foreach (var other in others)
            {
                if (!other.Contains(name))
                {
                    throw new TrainingException($"{name} is missing in a model that is to be averaged. Average models of one architecture only.");
                }

                sum.add_(other[name]);
            }

            parameters.Set(name, sum.div_(count));
        }
    }
}
