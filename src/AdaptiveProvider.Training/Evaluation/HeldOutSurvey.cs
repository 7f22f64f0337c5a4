using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Evaluation;

/// <summary>Measures a model on every source of a corpus at every depth.</summary>
/// <param name="parameters">The model.</param>
/// <param name="store">The corpus; its held-out documents are read.</param>
public sealed class HeldOutSurvey(ModelParameters parameters, TokenStore store)
{
    private const int Rows = 8;

    /// <summary>The depths worth knowing: as it serves, every smaller number of loops, and where a router has one the thresholds.</summary>
    /// <param name="architecture">The model.</param>
    /// <param name="thresholds">From 0 to 1; not used without an expert-choice router.</param>
    public static IReadOnlyList<DepthSetting> Depths(ArchitectureConfiguration architecture, IEnumerable<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var served = DepthSetting.Of(architecture);
        return architecture.Router is { Kind: RouterKind.ExpertChoice } ? [.. served.UnionBy(thresholds.Select(DepthSetting.Threshold), depth => depth.Name)] : served;
    }

    /// <summary>Measures.</summary>
    /// <param name="depths">The depths.</param>
    /// <param name="sequenceLength">Tokens per row.</param>
    /// <param name="batchesMax">Batches per source.</param>
    /// <param name="isChat">Whether only the assistant's words count; sources without are left out.</param>
    /// <param name="report">Told of each source when it begins.</param>
    /// <param name="cancellationToken">Ends the survey.</param>
    /// <exception cref="CorpusException">Nothing is held out at all.</exception>
    public HeldOutReport Run(
        IReadOnlyList<DepthSetting> depths, int sequenceLength, int batchesMax, bool isChat, Action<string> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(depths);
        ArgumentNullException.ThrowIfNull(report);
        var source = new BatchSource(store, MixConfiguration.Proportional(store), Rows, sequenceLength, isChat, seed: 1);
        var evaluator = new HeldOutEvaluator(parameters);
        var figures = new List<HeldOutFigure>();
        foreach (var set in Sets(store, source, batchesMax).Where(set => set.PredictedBytes > 0))
        {
            report(set.Source);
            figures.AddRange(depths.Select(depth => evaluator.Measure(set, depth, cancellationToken)));
        }

        return figures.Count > 0 ? new HeldOutReport(figures) : throw new CorpusException("No document with something to predict is held out. Name a larger corpus.");
    }

    /// <summary>The held-out batches of every source that has something to predict in them.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="source">Makes its batches.</param>
    /// <param name="batchesMax">Batches per source.</param>
    public static IEnumerable<HeldOutSet> Sets(TokenStore store, BatchSource source, int batchesMax)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);

        // A source of a single document has none to hold out.
        var heldOut = Enumerable.Range(0, store.DocumentCount).Where(store.IsHeldOut).Select(store.SourceOf).ToHashSet();
        foreach (string name in store.Sources.Where((_, index) => heldOut.Contains(index)))
        {
            HeldOutSet set;
            try
            {
                set = source.HeldOut(name, batchesMax);
            }
            catch (CorpusException)
            {
                continue; // nothing to predict in it: no assistant speaks
            }

            yield return set;
        }
    }
}
