using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Routers;

/// <summary>
/// Linear scores, one per decision, whose sigmoids are ranks by expected gain among the samples of all decisions: logistic regression on the
/// ranks, then stretched so that the sigmoids are spread evenly. A threshold then spends depth where it gains most, on whichever loop that is.
/// </summary>
internal static class RankRegression
{
    private const double Ridge = 1e-3, RankMargin = 0.01;
    private const int Iterations = 10;

    /// <summary>Fits the scores.</summary>
    /// <param name="decisions">Of each decision the states, [samples, hidden], and the gains, [samples]; double precision.</param>
    /// <returns>Of each decision a router, [1, hidden], single precision.</returns>
    public static IReadOnlyList<Tensor> Fit(IReadOnlyList<(Tensor States, Tensor Gains)> decisions)
    {
        using var scope = NewDisposeScope();
        long[] sizes = [.. decisions.Select(decision => decision.Gains.shape[0])];
        var ranks = Ranks(cat([.. decisions.Select(decision => decision.Gains)], 0)).split(sizes);
        var fits = decisions.Zip(ranks, (decision, wanted) => new Fitted(decision.States, wanted)).ToList();
        var basis = stack([cat([.. fits.Select(fit => fit.Scores)], 0), cat([.. fits.Select(fit => fit.Ones)], 0)], 1); // [all samples, 2]
        var even = Ranks(basis.select(1, 0)).clamp(RankMargin, 1 - RankMargin);
        var factors = linalg.solve(mm(basis.t(), basis), mv(basis.t(), (even / (1 - even)).log())); // [2]; the logit: sigmoid(score) = rank
        return [.. fits.Select(fit => fit.Router(factors).MoveToOuterDisposeScope())];
    }

    private static Tensor Solve(Tensor matrix, Tensor right) => linalg.solve(matrix + (eye(matrix.shape[0], dtype: ScalarType.Float64) * Ridge), right);

    // Between 0 and 1, even; ties in order.
    private static Tensor Ranks(Tensor values) => (values.argsort().argsort().to(ScalarType.Float64) + 0.5) / values.shape[0];

    /// <summary>One decision's regression.</summary>
    private sealed class Fitted
    {
        private readonly Tensor _deviations, _weights, _one; // [hidden]

        public Fitted(Tensor states, Tensor ranks)
        {
            _deviations = states.square().mean([0]).sqrt().clamp_min(1e-12);
            var inputs = states / _deviations; // [samples, hidden]
            _weights = Logistic(inputs, ranks);
            _one = Solve(mm(inputs.t(), inputs) / inputs.shape[0], inputs.mean([0])); // what comes nearest to a constant: routers have no bias
            (Scores, Ones) = (mv(inputs, _weights), mv(inputs, _one));
        }

        /// <summary>[samples]</summary>
        public Tensor Scores { get; }

        /// <summary>[samples]: near 1.</summary>
        public Tensor Ones { get; }

        public Tensor Router(Tensor factors) => (((_weights * factors[0]) + (_one * factors[1])) / _deviations).unsqueeze(0).to(ScalarType.Float32);

        // Newton's method for the sum of BCE(sigmoid(x·w), rank).
        private static Tensor Logistic(Tensor inputs, Tensor ranks)
        {
            var weights = zeros(inputs.shape[1], ScalarType.Float64);
            for (int i = 0; i < Iterations; i++)
            {
                var chances = mv(inputs, weights).sigmoid(); // [samples]
                var gradient = (mv(inputs.t(), chances - ranks) / inputs.shape[0]) + (weights * Ridge);
                var curvature = mm(inputs.t(), inputs * (chances * (1 - chances)).unsqueeze(1)) / inputs.shape[0];
                weights = weights - Solve(curvature, gradient);
            }

            return weights;
        }
    }
}
