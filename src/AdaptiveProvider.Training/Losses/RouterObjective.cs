using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>What the routers' losses count together.</summary>
internal sealed class RouterObjective(TrainingConfiguration configuration)
{
    private const double TokenChoiceZLoss = 1e-5; // Mixture-of-Recursions' released configurations

    /// <summary>The weighted sum; null when nothing of it counts.</summary>
    public Tensor? Loss(RouterTerms terms)
    {
        var losses = configuration.RouterLoss;
        var router = configuration.Architecture.Router!;
        double selection = router.IsElastic ? configuration.Elastic.RouterLossCoefficient : configuration.RouterLossCoefficient;
        double balance = losses.Balancing == TokenBalancing.Loss ? losses.BalancingCoefficient : 0;
        double scores = losses.ZLossCoefficient ?? (router.Kind == RouterKind.TokenChoice ? TokenChoiceZLoss : 0);
        Tensor? sum = null;
        Add(terms.Selection, selection);
        Add(terms.Balance, balance);
        Add(terms.SquaredScores, scores);
        return sum;

        void Add(Tensor? term, double coefficient)
        {
            if (term is not null && coefficient != 0)
            {
                sum = sum is null ? term * coefficient : sum + (term * coefficient);
            }
        }
    }
}
