using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Classifiers;

/// <summary>
/// A linear classifier by Newton's method: logistic regression in which both classes weigh the same (CALM's class-balanced cross-entropy), then
/// scaled and shifted by a logistic regression without weights (Platt), so that its number is a probability on text as it is.
/// </summary>
internal static class BalancedRegression
{
    private const double Ridge = 1e-3;
    private const int Iterations = 12;

    /// <summary>Fits the classifier.</summary>
    /// <param name="states">[samples, hidden]</param>
    /// <param name="labels">[samples] of 0 and 1; both occur.</param>
    /// <returns>Weights over states, [hidden], and the bias: sigmoid(states · weights + bias) is the probability of a 1.</returns>
    public static (Tensor Weights, double Bias) Fit(Tensor states, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var means = states.mean([0]); // [hidden]
        var deviations = (states - means).square().mean([0]).sqrt().clamp_min(1e-6);
        var inputs = WithOnes((states - means) / deviations); // [samples, hidden + 1]
        var share = labels.mean([]);
        var importance = (labels / share / 2) + ((1 - labels) / (1 - share) / 2); // [samples]: its mean is 1
        var balanced = Logistic(inputs, labels, importance); // [hidden + 1]

        var scores = mv(inputs, balanced.to(states.dtype)); // [samples]
        var platt = Logistic(WithOnes(scores.unsqueeze(1)), labels, ones_like(labels)); // [2]
        var scaled = balanced * platt[0];
        var weights = scaled.narrow(0, 0, states.shape[1]) / deviations.to(ScalarType.Float64);
        double bias = (scaled[-1] + platt[1] - weights.mul(means).sum()).ToDouble();
        return (weights.MoveToOuterDisposeScope(), bias);
    }

    // The last column is one, for the bias.
    private static Tensor WithOnes(Tensor inputs) => cat([inputs, ones(inputs.shape[0], 1, inputs.dtype)], 1);

    // Newton's method for the mean of importance · BCE(sigmoid(x · w), label), with a little ridge; solved in double precision. A step that does not lower the loss is halved.
    private static Tensor Logistic(Tensor inputs, Tensor labels, Tensor importance)
    {
        long count = inputs.shape[0];
        var weights = zeros(inputs.shape[1], ScalarType.Float64);
        var ridge = eye(inputs.shape[1], dtype: ScalarType.Float64) * Ridge;
        double loss = Loss(inputs, labels, importance, weights);
        for (int i = 0; i < Iterations; i++)
        {
            using var scope = NewDisposeScope();
            var chances = mv(inputs, weights.to(inputs.dtype)).sigmoid(); // [samples]
            var gradient = (mv(inputs.t(), (chances - labels) * importance) / count).to(ScalarType.Float64) + (weights * Ridge);
            var curvature = (mm(inputs.t(), inputs * (chances * (1 - chances) * importance).unsqueeze(1)) / count).to(ScalarType.Float64) + ridge;
            var step = linalg.solve(curvature, gradient);
            var next = weights - step;
            double nextLoss = Loss(inputs, labels, importance, next);
            for (int halving = 0; halving < 8 && !(nextLoss <= loss); halving++)
            {
                step = step / 2;
                next = weights - step;
                nextLoss = Loss(inputs, labels, importance, next);
            }

            if (!(nextLoss < loss))
            {
                break;
            }

            (weights, loss) = (next.MoveToOuterDisposeScope(), nextLoss);
        }

        return weights;
    }

    private static double Loss(Tensor inputs, Tensor labels, Tensor importance, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var scores = mv(inputs, weights.to(inputs.dtype)); // [samples]
        var losses = nn.functional.softplus(scores) - (scores * labels); // -log of the label's probability
        return (losses * importance).to(ScalarType.Float64).mean().ToDouble() + (Ridge / 2 * weights.square().sum().ToDouble());
    }
}
