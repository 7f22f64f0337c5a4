using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>Measures one shallow request among full-depth ones: what it gains, and what it costs the others.</summary>
/// <param name="model">The model.</param>
/// <param name="prompts">Texts.</param>
/// <param name="load">The work.</param>
internal sealed class NeighbourRun(MeasuredModel model, DepthPrompts prompts, DepthLoad load)
{
    private enum Company
    {
        OthersOnly,
        WithShallow,
        WithDeep,
    }

    /// <summary>Measures in one engine.</summary>
    /// <param name="engine">The engine; one of the model's.</param>
    /// <param name="shallow">How the one request spends depth.</param>
    /// <param name="batch">Requests at a time, that one included; at least 2.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    public async Task<NeighbourRow> MeasureAsync(InferenceEngine engine, DepthSettings shallow, int batch, CancellationToken cancellationToken)
    {
        int[][] texts = prompts.Of(model, batch, load.PromptTokens);
        var batches = Enum.GetValues<Company>().ToDictionary(company => company, _ => new List<TimedBatch>());
        for (int run = -1; run < load.Runs; run++)
        {
            foreach (var company in run % 2 == 0 ? Enum.GetValues<Company>() : Enum.GetValues<Company>().Reverse())
            {
                var requests = texts.Skip(company == Company.OthersOnly ? 1 : 0)
                    .Select((prompt, index) => DepthRun.Request(prompt, company == Company.WithShallow && index == 0 ? shallow : DepthSettings.Full, load.Tokens));
                var timed = await TimedBatch.RunAsync(engine, requests, cancellationToken).ConfigureAwait(false);
                if (run >= 0)
                {
                    batches[company].Add(timed);
                }
            }
        }

        double[] others = [.. batches[Company.WithShallow].Select(timed => Speed(timed.Replies.Skip(1)))];
        double[] alone = [.. batches[Company.OthersOnly].Select(timed => Speed(timed.Replies))];
        var one = batches[Company.WithShallow][^1].Replies[0].Summary;
        return new NeighbourRow
        {
            Batch = batch,
            StepsLoops = engine == model.Stepped,
            MeanDepth = (double)one.LayersExecuted / one.LayersTotal,
            ShallowMilliseconds = Spread.Of(batches[Company.WithShallow].Select(timed => TokenMilliseconds(timed.Replies[0]))),
            DeepMilliseconds = Spread.Of(batches[Company.WithDeep].Select(timed => TokenMilliseconds(timed.Replies[0]))),
            OthersTokensPerSecond = Spread.Of(others),
            OthersRatio = Spread.Of(others.Zip(alone, (with, without) => with / without)),
        };
    }

    private static double Speed(IEnumerable<TimedReply> replies) => replies.Sum(reply => reply.Tokens.Length) / replies.Max(reply => reply.Seconds);

    private static double TokenMilliseconds(TimedReply reply) => reply.SecondsPerToken * 1e3;
}
