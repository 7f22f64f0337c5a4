namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>FREE's mixture as the paper describes it: expectation-maximization whose responsibilities are 0.8 posterior and 0.2 label, with class weights.</summary>
/// <remarks>
/// Each class starts with a few pseudo-pairs of the initial distributions, Beta(1, 2) for rows that full depth contradicts and Beta(2, 1) for the others, so that
/// an empty class or one without spread keeps finite shapes. The threshold is the least confidence from which on agreement has at least the wanted posterior.
/// </remarks>
internal sealed class BetaMixtureFit : IBetaMixtureFit
{
    private const double PosteriorShare = 0.8;
    private const double Zeta = 0.4;
    private const double PseudoPairs = 2;
    private const int IterationsMax = 50;
    private const double Converged = 1e-4;
    private const int GridPoints = 1000;
    private const double ShapeLeast = 1e-2;

    private static readonly BetaShape InitialDisagreed = new(1, 2);
    private static readonly BetaShape InitialAgreed = new(2, 1);

    /// <inheritdoc/>
    public float Fit(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> agreed)
    {
        var (disagree, agree, weight) = (InitialDisagreed, InitialAgreed, 0.5);
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            var (lastDisagree, lastAgree) = (disagree, agree);
            (disagree, agree, weight) = Step(confidences, agreed, disagree, agree, weight);
            if (Math.Abs(disagree.Mean - lastDisagree.Mean) + Math.Abs(agree.Mean - lastAgree.Mean) < Converged)
            {
                break;
            }
        }

        return Choose(disagree, agree, weight);
    }

    private static (BetaShape Disagree, BetaShape Agree, double Weight) Step(
        ReadOnlySpan<double> confidences, ReadOnlySpan<bool> agreed, BetaShape disagree, BetaShape agree, double weight)
    {
        var (disagreeMoments, agreeMoments) = (new Moments(InitialDisagreed), new Moments(InitialAgreed));
        double constant = LogOddsConstant(disagree, agree, weight);
        for (int pair = 0; pair < confidences.Length; pair++)
        {
            double posterior = Posterior(disagree, agree, constant, confidences[pair]);
            double share = (PosteriorShare * posterior) + (agreed[pair] ? 1 - PosteriorShare : 0);
            agreeMoments.Add(confidences[pair], share);
            disagreeMoments.Add(confidences[pair], 1 - share);
        }

        return (disagreeMoments.Shape, agreeMoments.Shape, agreeMoments.Weight / (agreeMoments.Weight + disagreeMoments.Weight));
    }

    // Down from where agreement is most probable: above it, two shapes that cross again near 1 are an artefact of the fit.
    private static float Choose(BetaShape disagree, BetaShape agree, double weight)
    {
        if (agree.Mean <= disagree.Mean)
        {
            return 1;
        }

        double constant = LogOddsConstant(disagree, agree, weight);
        int point = Enumerable.Range(1, GridPoints - 1).MaxBy(candidate => PosteriorAt(candidate));
        if (PosteriorAt(point) < Zeta)
        {
            return 1;
        }

        while (point > 1 && PosteriorAt(point - 1) >= Zeta)
        {
            point--;
        }

        return (float)point / GridPoints;

        double PosteriorAt(int candidate) => Posterior(disagree, agree, constant, (double)candidate / GridPoints);
    }

    private static double LogOddsConstant(BetaShape disagree, BetaShape agree, double weight)
        => agree.LogConstant - disagree.LogConstant + Math.Log(weight / (1 - weight));

    private static double Posterior(BetaShape disagree, BetaShape agree, double constant, double confidence)
    {
        var (log, logOther) = (Math.Log(confidence), Math.Log(1 - confidence));
        return 1 / (1 + Math.Exp(disagree.LogKernel(log, logOther) - agree.LogKernel(log, logOther) - constant));
    }

    /// <summary>Weighted first and second moments that start from pseudo-pairs.</summary>
    private struct Moments
    {
        private double _sum;
        private double _squares;

        public Moments(BetaShape prior)
        {
            double variance = prior.Mean * (1 - prior.Mean) / (prior.Alpha + prior.Beta + 1);
            Weight = PseudoPairs;
            _sum = PseudoPairs * prior.Mean;
            _squares = PseudoPairs * (variance + (prior.Mean * prior.Mean));
        }

        public double Weight { get; private set; }

        public readonly BetaShape Shape
        {
            get
            {
                double mean = _sum / Weight;
                var shape = BetaShape.FromMoments(mean, (_squares / Weight) - (mean * mean));
                return new BetaShape(Math.Max(shape.Alpha, ShapeLeast), Math.Max(shape.Beta, ShapeLeast));
            }
        }

        public void Add(double value, double weight)
        {
            Weight += weight;
            _sum += weight * value;
            _squares += weight * value * value;
        }
    }
}
