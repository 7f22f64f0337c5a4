using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Measures what a model's ways to spend depth are worth against its own full depth.</summary>
/// <remarks>
/// The model replies to every prompt at full depth, greedily. Each method then reads the same replies, and at every position its most likely token is
/// compared with full depth's after the same prefix (teacher forcing), so that one difference does not make all later tokens differ. What a method
/// leaves in its cache is its own. Thresholds are chosen on some of the replies and measured on the others, so that choosing costs no certainty.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="report">Told what is measured.</param>
internal sealed class Calibrator(MeasuredModel model, Action<string> report)
{
    private const int PointsBetween = 9;
    private const double PilotShare = 0.05;
    private const int PilotMin = 4;
    private const double VocabularyShare = 1 / 8.0;

    private readonly ReplyScorer _scorer = new(model.Engine);

    private StageLayout Layout => model.Layout;

    /// <summary>Measures every method.</summary>
    /// <param name="texts">Prompts in random order.</param>
    /// <param name="tokensMax">Reply tokens in all.</param>
    /// <param name="replyMax">Tokens of a reply.</param>
    /// <param name="dataset">What the prompts are, in words.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UsageException">There are too few prompts.</exception>
    public async Task<DepthCalibration> MeasureAsync(IReadOnlyList<HeldOutText> texts, long tokensMax, int replyMax, string dataset, CancellationToken cancellationToken)
    {
        var replies = await ReplyAsync(texts, tokensMax, replyMax, cancellationToken).ConfigureAwait(false);
        int pilots = Math.Max(PilotMin, (int)(replies.Count * PilotShare));
        if (replies.Count < 2 * pilots)
        {
            throw new UsageException($"--data: {replies.Count} prompts are too few to choose thresholds on some and measure them on others; {2 * pilots} is the least.");
        }

        var (pilot, rest) = (replies.Take(pilots).ToArray(), replies.Skip(pilots).ToArray());
        var full = await _scorer.ScoreAsync(rest, DepthSettings.Full, cancellationToken).ConfigureAwait(false);
        var methods = ImmutableArray.CreateBuilder<MethodCalibration>();
        foreach (var method in CalibratedMethod.Of(model.Engine.ExecutorInfo))
        {
            report($"{method.Method} by {method.Measure}…");
            var thresholds = await DepthCurve.FindThresholdsAsync(
                method, PointsBetween, async threshold => MeanDepth(await _scorer.ScoreAsync(pilot, method.At(threshold), cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
            methods.Add(new MethodCalibration
            {
                Method = method.Method,
                Measure = method.Measure,
                Exits = method.Exits,
                Points = await PointsAsync(rest, full, thresholds, method.At, cancellationToken).ConfigureAwait(false),
            });
        }

        if (!Layout.UsualExits.IsEmpty)
        {
            report("Static…");
            methods.Add(await StaticAsync(rest, full, cancellationToken).ConfigureAwait(false));
        }

        return new DepthCalibration
        {
            Version = DepthCalibration.CurrentVersion,
            ModelFingerprint = model.Fingerprint,
            Dataset = $"{dataset}; {rest.Length} replies",
            Tokens = rest.Sum(text => (long)text.Reply.Length),
            Methods = methods.ToImmutable(),
            DraftVocabulary = Frequent(replies.Select(text => text.Reply)),
            DraftAcceptance = await DraftsAsync([.. rest.Select(text => text.Prompt)], replyMax, cancellationToken).ConfigureAwait(false),
        };
    }

    // Replies of as many prompts as give the tokens, a batch at a time.
    private async Task<List<(int[] Prompt, int[] Reply)>> ReplyAsync(IReadOnlyList<HeldOutText> texts, long tokensMax, int replyMax, CancellationToken cancellationToken)
    {
        const int Batch = 64;
        report("full depth…");
        var replies = new List<(int[] Prompt, int[] Reply)>();
        for (int first = 0; first < texts.Count && replies.Sum(text => (long)text.Reply.Length) < tokensMax; first += Batch)
        {
            int[][] prompts = [.. texts.Skip(first).Take(Batch).Select(text => text.Prompt)];
            replies.AddRange(prompts.Zip(await _scorer.ReplyAsync(prompts, replyMax, model.EndTokens, cancellationToken).ConfigureAwait(false)));
        }

        return replies;
    }

    private async Task<MethodCalibration> StaticAsync((int[] Prompt, int[] Reply)[] replies, ScoredReply[] full, CancellationToken cancellationToken)
    {
        double[] passes = [.. Layout.UsualExits.Append(Layout.PassCount).Reverse().Select(exit => (double)exit)];
        return new MethodCalibration
        {
            Method = DepthMethod.Static,
            Measure = ExitMeasure.None,
            Exits = Layout.UsualExits,
            Points = await PointsAsync(replies, full, passes, exit => new DepthSettings { Method = DepthMethod.Static, Exits = [(int)exit] }, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<ImmutableArray<CalibrationPoint>> PointsAsync(
        (int[] Prompt, int[] Reply)[] replies, ScoredReply[] full, IEnumerable<double> thresholds, Func<double, DepthSettings> settings, CancellationToken cancellationToken)
    {
        var points = ImmutableArray.CreateBuilder<CalibrationPoint>();
        foreach (double threshold in thresholds)
        {
            var scored = await _scorer.ScoreAsync(replies, settings(threshold), cancellationToken).ConfigureAwait(false);
            var point = CalibrationPoint.OfReplies(threshold, MeanDepth(scored), [.. scored.Zip(full, (reply, deep) => (reply.AgreedWith(deep), (long)reply.Predicted.Length))]);
            points.Add(Rounded(point));
        }

        return points.ToImmutable();
    }

    private double MeanDepth(IReadOnlyCollection<ScoredReply> replies)
        => (double)replies.Sum(reply => reply.Layers) / (replies.Sum(reply => (long)reply.Predicted.Length) * Layout.LayerDepth);

    // Five digits say all; the bound is never rounded up.
    private static CalibrationPoint Rounded(CalibrationPoint point)
    {
        const double Digits = 1e5;
        double lower = Math.Floor(point.AgreementLower * Digits) / Digits;
        return point with { MeanDepth = Math.Round(point.MeanDepth * Digits) / Digits, AgreementLower = lower, Agreement = Math.Max(lower, Math.Round(point.Agreement * Digits) / Digits) };
    }

    private ImmutableArray<int> Frequent(IEnumerable<int[]> replies)
        => [.. replies.SelectMany(reply => reply).CountBy(token => token).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
            .Take((int)(model.Spec.VocabularySize * VocabularyShare)).Select(entry => entry.Key)];

    // One draft a round, so that every draft's predecessors stood.
    private async Task<ImmutableArray<ExitAcceptance>> DraftsAsync(int[][] prompts, int replyMax, CancellationToken cancellationToken)
    {
        const int PromptsMax = 64;
        var acceptance = ImmutableArray.CreateBuilder<ExitAcceptance>();
        foreach (int exit in Layout.HasRouter ? Layout.ExitPasses.Take(Math.Min(1, Layout.ExitPasses.Length - 1)) : Layout.UsualExits)
        {
            report($"drafts after {exit} passes…");
            var settings = new DepthSettings { Method = DepthMethod.Lossless, Exits = [exit], DraftLength = 1 };
            var (drafted, accepted) = await _scorer.CountDraftsAsync(prompts.Take(PromptsMax), settings, replyMax, model.EndTokens, cancellationToken).ConfigureAwait(false);
            if (drafted > 0)
            {
                acceptance.Add(new ExitAcceptance { Exit = exit, Acceptance = Math.Round((double)accepted / drafted, 4) });
            }
        }

        return acceptance.ToImmutable();
    }
}
