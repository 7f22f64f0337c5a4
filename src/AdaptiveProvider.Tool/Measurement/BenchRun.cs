using System.Diagnostics;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Tool.Inspection;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>Measures one precision and number of requests.</summary>
/// <remarks>
/// First every request computes its prompt and one token: the prompt speed. Then the same prompts are sent again; their caches are still
/// there, so that all requests decode together from the first step on: the decode speed.
/// </remarks>
internal sealed class BenchRun(BenchSubject subject, BenchDevice device, Precision precision, int batch, BenchLoad load, DepthOptions depthOptions)
{
    public async Task<BenchRow> MeasureAsync(CancellationToken cancellationToken)
    {
        var (executor, cacheBytesPerToken) = device.Load(subject, precision, batch, load.SlotLength, cancellationToken);
        await using var engine = new InferenceEngine(executor);
        var depth = new DepthSettingsMapper(engine.ExecutorInfo).Map(depthOptions);
        var runs = new List<Run>();
        for (int repetition = -1; repetition < load.Repetitions; repetition++)
        {
            // The first run warms caches and compiled code up and does not count.
            var run = await RunOnceAsync(engine, depth, repetition, cancellationToken).ConfigureAwait(false);
            if (repetition >= 0)
            {
                runs.Add(run);
            }
        }

        double step = Median(runs.Select(run => run.StepSeconds));
        return new BenchRow(
            precision,
            batch,
            batch * load.PromptTokens / Median(runs.Select(run => run.PromptSeconds)),
            batch / step,
            step * 1e3,
            Median(runs.Select(run => run.OverheadFraction)),
            Median(runs.Select(run => run.MeanDepth)),
            depth.Settings is null && depth.RouterThreshold is null ? BytesPerStep(cacheBytesPerToken) / step : null);
    }

    private async Task<Run> RunOnceAsync(InferenceEngine engine, EffectiveDepth depth, int repetition, CancellationToken cancellationToken)
    {
        var random = new Random(HashCode.Combine(batch, repetition));
        int[][] prompts = [.. Enumerable.Range(0, batch).Select(_ => RandomTokens(random))];

        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(prompts.Select(prompt => ReadAsync(engine, depth, prompt, 1, cancellationToken))).ConfigureAwait(false);
        double promptSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var before = engine.Snapshot();
        var times = await Task.WhenAll(prompts.Select(prompt => ReadAsync(engine, depth, prompt, load.GeneratedTokens, cancellationToken))).ConfigureAwait(false);
        var after = engine.Snapshot();
        double execution = (after.ExecutionTime - before.ExecutionTime).TotalSeconds;
        double overhead = (after.OverheadTime - before.OverheadTime).TotalSeconds;

        double decodeSeconds = Stopwatch.GetElapsedTime(times.Max(time => time.First), times.Max(time => time.Last)).TotalSeconds;
        return new Run(promptSeconds, decodeSeconds / (load.GeneratedTokens - 1), overhead / (execution + overhead), times.Average(time => time.MeanDepth));
    }

    private int[] RandomTokens(Random random)
    {
        int[] tokens = new int[load.PromptTokens];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = random.Next(subject.Spec.VocabularySize);
        }

        return tokens;
    }

    private static async Task<(long First, long Last, double MeanDepth)> ReadAsync(
        InferenceEngine engine, EffectiveDepth depth, int[] prompt, int count, CancellationToken cancellationToken)
    {
        long first = 0;
        var request = new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = count, Depth = depth.Settings, RouterThreshold = depth.RouterThreshold };
        await using var stream = await engine.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var _ in ((IAsyncEnumerable<TokenEvent>)stream).ConfigureAwait(false))
        {
            first = first == 0 ? Stopwatch.GetTimestamp() : first;
        }

        return (first, Stopwatch.GetTimestamp(), (double)stream.Summary!.LayersExecuted / stream.Summary.LayersTotal);
    }

    private double BytesPerStep(long cacheBytesPerToken)
    {
        double cachedTokens = batch * (load.PromptTokens + (load.GeneratedTokens / 2.0));
        return MemoryEstimate.BytesPerStep(subject.Weights, precision) + (cachedTokens * cacheBytesPerToken);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private readonly record struct Run(double PromptSeconds, double StepSeconds, double OverheadFraction, double MeanDepth);
}
