using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>Measures every case with one number of requests, each beside a full-depth one, now before and now after it, so that a busy moment hits both.</summary>
/// <remarks>
/// Every request computes its prompt anew and generates greedily past end tokens, so that all cases do the same work but for depth. A speed is compared
/// with that of the full-depth requests beside it.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="other">Another to compare with; null without.</param>
/// <param name="tokens">Tokens that each request generates; at least 2.</param>
/// <param name="runs">Runs of every case.</param>
internal sealed class DepthRun(MeasuredModel model, MeasuredModel? other, int tokens, int runs)
{
    /// <summary>Measures the cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="own">The model's prompts, [requests][tokens].</param>
    /// <param name="others">The other model's; empty without.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    public async Task<IReadOnlyList<DepthRow>> MeasureAsync(IReadOnlyList<DepthCase> cases, int[][] own, int[][] others, CancellationToken cancellationToken)
    {
        var pairs = cases.ToDictionary(item => item, _ => new List<(TimedBatch Case, TimedBatch Full)>());
        for (int run = -1; run < runs; run++)
        {
            // The first run warms caches, compiled code and draft tuners up and does not count.
            foreach (var item in run % 2 == 0 ? cases : cases.Reverse())
            {
                var before = run % 2 == 0 ? await RunAsync(DepthCase.Full).ConfigureAwait(false) : null;
                var timed = await RunAsync(item).ConfigureAwait(false);
                var full = before ?? await RunAsync(DepthCase.Full).ConfigureAwait(false);
                if (run >= 0)
                {
                    pairs[item].Add((timed, full));
                }
            }
        }

        return [.. cases.Select(item => Row(item, own.Length, pairs[item]))];

        Task<TimedBatch> RunAsync(DepthCase item) => TimedBatch.RunAsync(
            EngineOf(item), (item.IsOtherModel ? others : own).Select(prompt => Request(prompt, item.Settings, tokens)), cancellationToken);
    }

    /// <summary>A request that generates a number of tokens whatever they are.</summary>
    public static GenerationRequest Request(int[] prompt, DepthSettings settings, int tokens)
        => new() { PromptTokens = prompt, MaxOutputTokens = tokens, Depth = settings, ReusePrefix = false };

    private InferenceEngine EngineOf(DepthCase item) => item.IsOtherModel ? other!.Engine : item.StepsLoops ? model.Stepped! : model.Engine;

    private DepthRow Row(DepthCase item, int batch, List<(TimedBatch Case, TimedBatch Full)> pairs)
    {
        // Depths are the same in every run but where drafts are tuned: nothing else in a reply depends on time.
        var (last, full) = pairs[^1];
        return new DepthRow
        {
            Batch = batch,
            Case = item,
            TokensPerSecond = Spread.Of(pairs.Select(pair => pair.Case.TokensPerSecond)),
            DecodeTokensPerSecond = Spread.Of(pairs.Select(pair => pair.Case.DecodeTokensPerSecond)),
            Ratio = Spread.Of(pairs.Select(pair => pair.Case.TokensPerSecond / pair.Full.TokensPerSecond)),
            DecodeRatio = Spread.Of(pairs.Select(pair => pair.Case.DecodeTokensPerSecond / pair.Full.DecodeTokensPerSecond)),
            ProcessorRatio = Spread.Of(pairs.Select(pair => pair.Full.ProcessorSeconds / pair.Case.ProcessorSeconds)),
            MeanDepth = last.MeanDepth,
            ExtraDepth = pairs.Average(pair => pair.Case.ExtraDepth),
            Bound = item.IsOtherModel ? double.NaN : model.Work.Bound(last.MeanDepth),
            Acceptance = (double)pairs.Sum(pair => pair.Case.AcceptedDrafts) / pairs.Sum(pair => pair.Case.Drafts),
            SameReplies = item.IsOtherModel ? -1 : last.Replies.Zip(full.Replies).Count(pair => pair.First.Tokens.SequenceEqual(pair.Second.Tokens)),
        };
    }
}
