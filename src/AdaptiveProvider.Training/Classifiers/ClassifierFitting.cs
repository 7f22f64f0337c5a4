using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Classifiers;

/// <summary>
/// Gives exits of a trained model classifiers that say whether the token drawn there is full depth's (CALM §3.5 and appendix, its early-exit
/// classifier). The model itself is not changed: only its states and its choices are looked at.
/// </summary>
public static class ClassifierFitting
{
    /// <summary>Tokens that a fit looks at by default.</summary>
    public const int TokensDefault = 40_000;

    /// <summary>One token is judged by for so many that are fitted to.</summary>
    public const int HeldOutShare = 4;

    /// <summary>Fits a classifier per exit.</summary>
    /// <param name="parameters">A trained model.</param>
    /// <param name="layers">Layer applications before each exit, the tail's not counted.</param>
    /// <param name="training">Text to fit to.</param>
    /// <param name="heldOut">Other text, to judge by.</param>
    /// <param name="tokensMax">Tokens to fit to.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    /// <exception cref="TrainingException">A token cannot leave there, or at an exit all tokens agree with full depth or none does.</exception>
    public static FittedClassifiers Fit(
        ModelParameters parameters,
        IReadOnlyCollection<int> layers,
        IEnumerable<PackedBatch> training,
        IEnumerable<PackedBatch> heldOut,
        int tokensMax = TokensDefault,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int[] ordered = [.. layers.Distinct().Order()];
        int[] exits = [.. ordered.Select(count => Segment(parameters, count))];
        var fitted = ExitSamples.Collect(parameters, exits, training, tokensMax, cancellationToken);
        var judged = ExitSamples.Collect(parameters, exits, heldOut, Math.Max(1, tokensMax / HeldOutShare), cancellationToken);
        if (fitted.Count == 0 || judged.Count == 0)
        {
            throw new TrainingException("There is no token to fit to, or none to judge by. Name a larger corpus.");
        }

        var classifiers = new Dictionary<int, (float[] Weight, float Bias)>();
        var figures = new List<ClassifierFigure>();
        for (int exit = 0; exit < exits.Length; exit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            classifiers[ordered[exit]] = FitExit(ordered[exit], fitted.Of(exit));
            figures.Add(Judge(ordered[exit], classifiers[ordered[exit]], (int)fitted.Count, judged.Of(exit)));
        }

        return new FittedClassifiers(classifiers, figures);
    }

    private static int Segment(ModelParameters parameters, int layers)
    {
        var segments = parameters.Segments;
        var found = segments.Exits.Where(exit => segments.All[exit].End == layers).ToList();
        return found is [var exit]
            ? exit
            : throw new TrainingException($"A token cannot leave after {layers} layers; it can after {string.Join(", ", segments.Exits.Select(exit => segments.All[exit].End))}.");
    }

    private static (float[] Weight, float Bias) FitExit(int layers, (Tensor States, Tensor Labels, Tensor Margins) samples)
    {
        double share = samples.Labels.mean().ToDouble();
        if (share is <= 0 or >= 1)
        {
            throw new TrainingException(
                $"After {layers} layers {(share > 0 ? "every" : "no")} token agrees with full depth, so there is nothing to tell apart. Leave the exit out, or look at more tokens.");
        }

        var (weights, bias) = BalancedRegression.Fit(samples.States, samples.Labels);
        return (weights.to(ScalarType.Float32).data<float>().ToArray(), (float)bias);
    }

    private static ClassifierFigure Judge(int layers, (float[] Weight, float Bias) classifier, int fittedTokens, (Tensor States, Tensor Labels, Tensor Margins) samples)
    {
        float[] chances = (mv(samples.States, tensor(classifier.Weight)) + classifier.Bias).sigmoid().data<float>().ToArray();
        bool[] truths = [.. samples.Labels.data<float>().ToArray().Select(label => label > 0.5f)];
        return new ClassifierFigure(
            layers,
            fittedTokens,
            truths.Length,
            truths.Count(truth => truth) / (double)truths.Length,
            ClassifierJudge.Accuracy(chances, truths),
            ClassifierJudge.AreaUnderCurve(chances, truths),
            ClassifierJudge.AreaUnderCurve(samples.Margins.data<float>().ToArray(), truths),
            ClassifierJudge.Calibration(chances, truths));
    }
}
