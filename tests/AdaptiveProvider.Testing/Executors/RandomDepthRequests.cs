using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Random requests that spend depth in every way that a model supports.</summary>
/// <param name="tiny">The model.</param>
/// <param name="random">Where chance comes from.</param>
internal sealed class RandomDepthRequests(TinyExecutor tiny, Random random)
{
    private StageLayout Layout => tiny.Spec.Layout;

    /// <summary>A request that reports every logit.</summary>
    public GenerationRequest Next(int[] prompt, int outputMax) => new()
    {
        PromptTokens = prompt,
        MaxOutputTokens = outputMax,
        Seed = random.Next(5),
        TopLogitCount = tiny.Spec.VocabularySize,
        ReusePrefix = random.Next(5) > 0,
        StopTokens = random.Next(4) == 0 ? [random.Next(tiny.Spec.VocabularySize)] : [],
        Sampling = random.Next(3) == 0 ? new() { Temperature = 1, TopK = 8, FrequencyPenalty = random.Next(2) } : new(),
        Depth = Settings(),
    };

    private DepthSettings Settings()
    {
        var methods = Enum.GetValues<DepthMethod>().Where(method => method != DepthMethod.Router || Layout.HasRouterThreshold).ToArray();
        var method = methods[random.Next(methods.Length)];
        var measures = tiny.Executor.Info.Measures;
        int[] possible = [.. Layout.ExitPasses.Where(exit => exit < Layout.PassCount)];
        int[] exits = [.. possible.Where(_ => random.Next(2) == 0)];
        exits = method == DepthMethod.Router || exits.Length == 0 ? [] : exits;
        var settings = new DepthSettings
        {
            Method = method,
            Exits = method switch
            {
                DepthMethod.Lossless when Layout.HasRouter => [],
                DepthMethod.Lossless or DepthMethod.Static => [possible[random.Next(possible.Length)]],
                _ => [.. exits],
            },
            Measure = method == DepthMethod.Router || random.Next(3) == 0 ? ExitMeasure.None : measures[random.Next(measures.Length)],
            Threshold = random.Next(4) == 0 ? null : random.Next(1, 10) * 0.1f,
            ThresholdDecay = random.Next(4) == 0 ? 4 : 0,
            PendingMax = random.Next(1, 7),
            DraftLength = random.Next(4) == 0 ? null : random.Next(6),
            Adaptation = method == DepthMethod.Synchronized && random.Next(3) == 0 ? ThresholdAdaptation.BetaMixture : ThresholdAdaptation.None,
            PassMax = method is DepthMethod.Confidence or DepthMethod.Router && random.Next(4) == 0 ? possible[^1] : null,
        };
        bool hasBudget = method is DepthMethod.Confidence or DepthMethod.Router or DepthMethod.Synchronized && random.Next(3) == 0;
        return WithLeast(hasBudget ? settings with { Budget = 0.95 } : settings);
    }

    // A deepest pass that leaves no exit before it, or a budget that its shallowest exit exceeds, would be refused.
    private DepthSettings WithLeast(DepthSettings settings)
    {
        if (settings.PassMax is { } deepest && !Layout.ExitPasses.Any(exit => exit < deepest && (settings.Exits.IsEmpty || settings.Exits.Contains(exit))))
        {
            settings = settings with { PassMax = null };
        }

        int[] exits = [.. settings.Exits, .. Layout.ExitPasses];
        double least = (double)Layout.LayersAtExit(exits[0]) / Layout.LayerDepth;
        return settings.Budget is null ? settings : settings with { Budget = least + ((1 - least) * random.NextDouble()) };
    }
}
