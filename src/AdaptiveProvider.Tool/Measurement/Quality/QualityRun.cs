using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Tool.Measurement.DepthBench;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Measures quality against depth and speed: documents' own replies are read at each depth (teacher forcing), and other replies are generated against time.</summary>
/// <remarks>
/// Reading runs through the same engine as generating: every token takes the depth that the method gives it, and finds in the cache what the method left
/// of the tokens before. Drafts are not read, since their replies are full depth's; their speed is measured.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="report">Told what is measured.</param>
internal sealed class QualityRun(MeasuredModel model, Action<string> report)
{
    private const double BitsPerNat = 1.4426950408889634;

    private readonly ReplyScorer _scorer = new(model.Engine);

    /// <summary>Measures every case.</summary>
    /// <param name="cases">The cases; the first is full depth.</param>
    /// <param name="texts">What is read.</param>
    /// <param name="prompts">What is replied to, together.</param>
    /// <param name="speedTokens">Tokens of each of these replies.</param>
    /// <param name="runs">Timed runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<QualityPoint>> MeasureAsync(
        IReadOnlyList<QualityCase> cases, IReadOnlyList<HeldOutText> texts, int[][] prompts, int speedTokens, int runs, CancellationToken cancellationToken)
    {
        var pairs = texts.Select(text => (text.Prompt, text.Continuation)).ToArray();
        var full = await _scorer.ScoreAsync(pairs, DepthSettings.Full, cancellationToken).ConfigureAwait(false);
        var read = new List<ScoredReply[]>();
        foreach (var item in cases)
        {
            report($"reading: {item}…");
            read.Add(item == cases[0] || !item.CanRead ? full : await _scorer.ScoreAsync(pairs, item.Settings, cancellationToken).ConfigureAwait(false));
        }

        report("speed…");
        var rows = await new DepthRun(model, other: null, speedTokens, runs)
            .MeasureAsync([.. cases.Select(item => new DepthCase(item.ToString(), item.Settings))], prompts, others: [], cancellationToken).ConfigureAwait(false);
        return QualityPoint.WithFrontiers([.. cases.Select((item, index) => Point(item, read[index], full, texts, rows[index]))]);
    }

    private QualityPoint Point(QualityCase item, ScoredReply[] read, ScoredReply[] full, IReadOnlyList<HeldOutText> texts, DepthRow row)
    {
        double tokens = texts.Sum(text => (double)text.Continuation.Length);
        return new QualityPoint
        {
            Case = item,
            MeanDepth = read.Sum(reply => (double)reply.Layers) / (tokens * model.Layout.LayerDepth),
            BitsPerByte = read.Sum(reply => reply.Nats) * BitsPerNat / texts.Sum(text => text.ContinuationBytes),
            Agreement = read.Zip(full, (reply, deep) => reply.AgreedWith(deep)).Sum() / tokens,
            TokensPerSecond = row.TokensPerSecond,
            SpeedRatio = row.Ratio,
            ProcessorRatio = row.ProcessorRatio,
            Work = row.MeanDepth + row.ExtraDepth,
        };
    }
}
