using System.Diagnostics;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>Measures the libtorch executor through the whole engine.</summary>
internal static class ExecutorSpeed
{
    private const int Repetitions = 3;

    /// <summary>First all prompts with one token each, then the same prompts, whose caches are still there, with all tokens; the best of some runs.</summary>
    public static async Task<GpuRow> MeasureAsync(ModelSpec spec, DecoderWeights weights, GpuBenchmarkOptions options, int batch, double bandwidth)
    {
        var executor = TorchModelExecutor.Load(
            spec, weights, new TorchExecutorOptions { Device = options.Device, Weights = TorchPrecision.BF16, SlotCount = batch, SlotLength = options.Prompt + options.Generate });
        await using var engine = new InferenceEngine(executor, new EngineOptions { PrefillRowsPerStep = 2048 });
        double promptSeconds = double.PositiveInfinity, stepSeconds = double.PositiveInfinity;
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            var random = new Random(HashCode.Combine(batch, repetition));
            int[][] prompts = [.. Enumerable.Range(0, batch).Select(_ => Enumerable.Range(0, options.Prompt).Select(_ => random.Next(spec.VocabularySize)).ToArray())];
            long started = Stopwatch.GetTimestamp();
            await RunAsync(engine, prompts, 1);
            promptSeconds = Math.Min(promptSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
            stepSeconds = Math.Min(stepSeconds, await RunAsync(engine, prompts, options.Generate) / (options.Generate - 1));
        }

        return new GpuRow(spec.Architecture, "AdaptiveProvider", batch)
        {
            PromptTokensPerSecond = batch * options.Prompt / promptSeconds,
            DecodeTokensPerSecond = batch / stepSeconds,
            BandwidthFraction = GpuRow.StepBytes(spec, batch, options.Prompt + (options.Generate / 2.0)) / stepSeconds / bandwidth,
        };
    }

    // Seconds from the last first token to the last token: all sequences decode together.
    private static async Task<double> RunAsync(InferenceEngine engine, int[][] prompts, int count)
    {
        var times = await Task.WhenAll(prompts.Select(prompt => ReadAsync(engine, prompt, count)));
        return Stopwatch.GetElapsedTime(times.Max(time => time.First), times.Max(time => time.Last)).TotalSeconds;
    }

    private static async Task<(long First, long Last)> ReadAsync(InferenceEngine engine, int[] prompt, int count)
    {
        long first = 0;
        await using var stream = await engine.SubmitAsync(new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = count });
        await foreach (var _ in stream)
        {
            first = first == 0 ? Stopwatch.GetTimestamp() : first;
        }

        return (first, Stopwatch.GetTimestamp());
    }
}
